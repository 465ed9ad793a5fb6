import { changedCard } from '@standby/shared/settings/card-changes.ts'
import type { CardSettings, CardSlot } from '@standby/shared/settings/card-settings.ts'
import type { OwnFiles } from './own-files.ts'
import type { CardActions } from './card-routes.ts'

export interface CardOptions {
  saved: { read: () => CardSettings; write: (card: CardSettings) => void }
  files: OwnFiles<CardSlot>
  onChange: (card: CardSettings) => void
}

export function createCard({ saved, files, onChange }: CardOptions): CardActions {
  function save(card: CardSettings): CardSettings {
    saved.write(card)
    onChange(card)
    return card
  }

  function sweep(slot: CardSlot): Promise<void> {
    return files.keepOnly(slot, () => {
      const file = saved.read()[slot]
      return file === null ? [] : [file]
    })
  }

  return {
    settings: saved.read,
    change: (change) => save(changedCard(saved.read(), change)),
    async keep(slot, name, body) {
      const received = await files.receive(slot, name, body)
      if (typeof received === 'string') return received
      received.keep()
      const card = save({ ...saved.read(), [slot]: received.file })
      await sweep(slot)
      return card
    },
    async remove(slot) {
      const card = save({ ...saved.read(), [slot]: null })
      await sweep(slot)
      return card
    },
    file(slot) {
      const file = saved.read()[slot]
      return file === null ? null : { path: files.path(slot, file), file }
    },
  }
}
