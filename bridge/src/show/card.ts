import { changedCard } from '@standby/shared/settings/card-changes.ts'
import type { CardSettings } from '@standby/shared/settings/card-settings.ts'
import type { CardFiles } from './card-files.ts'
import type { CardActions } from './card-routes.ts'

export interface CardOptions {
  saved: { read: () => CardSettings; write: (card: CardSettings) => void }
  files: CardFiles
  onChange: (card: CardSettings) => void
}

export function createCard({ saved, files, onChange }: CardOptions): CardActions {
  function save(card: CardSettings): CardSettings {
    saved.write(card)
    onChange(card)
    return card
  }

  return {
    settings: saved.read,
    change: (change) => save(changedCard(saved.read(), change)),
    async keep(slot, name, body) {
      const file = await files.save(slot, name, body)
      return typeof file === 'string' ? file : save({ ...saved.read(), [slot]: file })
    },
    async remove(slot) {
      const card = save({ ...saved.read(), [slot]: null })
      await files.remove(slot)
      return card
    },
    file(slot) {
      const file = saved.read()[slot]
      return file === null ? null : { path: files.path(slot, file), file }
    },
  }
}
