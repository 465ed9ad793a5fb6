import { readFile } from 'node:fs/promises'
import { cleanText } from '@standby/shared/clean-text.ts'
import { changedLook, type LookChange, type UsedLook } from '@standby/shared/settings/look-changes.ts'
import {
  FIELD_OF_SLOT,
  LOOK,
  LOOK_SLOTS,
  MAX_LOOK_TITLE_LENGTH,
  MAX_LOOKS,
  type LookExport,
  type LookFile,
  type LookSettings,
  type LookSlot,
  type SavedLook,
} from '@standby/shared/settings/look-settings.ts'
import { valuesOf } from '@standby/shared/settings/field.ts'
import { DEFAULT_OVERLAY, type OverlayTheme } from '@standby/shared/settings/overlay-settings.ts'
import { SHIPPED_LOOKS, type ShippedLook } from '@standby/shared/settings/shipped-looks.ts'
import type { FileRefusal, OwnFiles, Received } from './own-files.ts'

/** What the settings file has of looks. */
export interface Looks {
  /** The one in force. */
  look: LookSettings
  /** That of the overlay settings. */
  theme: OverlayTheme
  /** The creator's own, newest last. */
  looks: SavedLook[]
}

export interface LookOptions {
  saved: { read: () => Looks; write: (next: Looks) => void }
  files: OwnFiles<LookSlot>
  onChange: (next: Looks) => void
}

/** Why a look is not there, cannot be kept, or is no look. */
export type LookRefusal = 'no-such-look' | 'nothing-to-undo' | 'too-many-looks' | 'no-look-file' | FileRefusal

export interface LookActions {
  looks(): Looks
  change(change: LookChange): Looks
  /** Rejects when the disk refuses, here and below. */
  keep(slot: LookSlot, name: string, body: AsyncIterable<Uint8Array>): Promise<Looks | FileRefusal>
  remove(slot: LookSlot): Promise<Looks>
  /** Keeps the look in force under a title, in place of the one that had it. */
  save(title: string): Promise<Looks | 'too-many-looks'>
  delete(title: string): Promise<Looks | 'no-such-look'>
  use(used: UsedLook): Promise<Looks | 'no-such-look'>
  /** Puts back what the last `use` replaced. It is remembered until it was put back, or Standby ends. */
  undo(): Promise<Looks | 'nothing-to-undo'>
  /** One of the creator's looks as a file. */
  export(title: string): Promise<LookExport | 'no-such-look'>
  /** Keeps it under its title, or a free one like it. The look in force stays. */
  import(file: LookExport): Promise<{ title: string } | LookRefusal>
  /** Where a file of the look in force lies; null if there is none. */
  file(slot: LookSlot): { path: string; file: LookFile } | null
}

/** Standby's own. */
const PLAIN: ShippedLook = { theme: DEFAULT_OVERLAY.theme, accent: null, ground: null, font: LOOK.font.default, radius: null }

export function createLook({ saved, files, onChange }: LookOptions): LookActions {
  let before: Pick<Looks, 'look' | 'theme'> | null = null

  function write(change: Partial<Looks>): Looks {
    const next = { ...saved.read(), ...change }
    saved.write(next)
    onChange(next)
    return next
  }

  /** Removes the files that no look has any more. */
  async function sweep(): Promise<Looks> {
    for (const slot of LOOK_SLOTS) {
      await files.keepOnly(slot, () => {
        const { look, looks } = saved.read()
        return [look, ...(before === null ? [] : [before.look]), ...looks].flatMap((one) => one[FIELD_OF_SLOT[slot]] ?? [])
      })
    }
    return saved.read()
  }

  function replace(look: LookSettings, theme: OverlayTheme): Promise<Looks> {
    const now = saved.read()
    before = { look: now.look, theme: now.theme }
    write({ look, theme })
    return sweep()
  }

  const find = (title: string): SavedLook | undefined => saved.read().looks.find((look) => look.title === title)

  async function decoded(slot: LookSlot, encoded: string | undefined): Promise<Received | null | LookRefusal> {
    if (encoded === undefined) return null
    const bytes = Buffer.from(encoded, 'base64')
    return bytes.toString('base64') === encoded ? files.receive(slot, '', one(bytes)) : 'no-look-file'
  }

  return {
    looks: saved.read,
    change: (change) => write({ look: changedLook(saved.read().look, change) }),
    async keep(slot, name, body) {
      const received = await files.receive(slot, name, body)
      if (typeof received === 'string') return received
      received.keep()
      const look = { ...saved.read().look, [FIELD_OF_SLOT[slot]]: received.file }
      write({ look: slot === 'font' ? { ...look, font: 'own' } : look })
      return sweep()
    },
    async remove(slot) {
      const look = { ...saved.read().look, [FIELD_OF_SLOT[slot]]: null }
      write({ look: slot === 'font' && look.font === 'own' ? { ...look, font: LOOK.font.default } : look })
      return sweep()
    },
    async save(title) {
      const { look, looks, theme } = saved.read()
      const others = looks.filter((one) => one.title !== title)
      if (others.length >= MAX_LOOKS) return 'too-many-looks'
      write({ looks: [...others, { ...look, theme, title }] })
      return sweep()
    },
    async delete(title) {
      if (find(title) === undefined) return 'no-such-look'
      write({ looks: saved.read().looks.filter((look) => look.title !== title) })
      return sweep()
    },
    async use({ title, shipped }) {
      if (title !== undefined) {
        const found = find(title)
        if (found === undefined) return 'no-such-look'
        const { title: _title, theme, ...look } = found
        return replace(look, theme)
      }
      // Sound and minimums are no part of what comes with Standby: they stay the creator's.
      const { theme, ...style } = shipped === undefined ? PLAIN : SHIPPED_LOOKS[shipped]
      return replace({ ...saved.read().look, ...style }, theme)
    },
    async undo() {
      if (before === null) return 'nothing-to-undo'
      write(before)
      before = null
      return sweep()
    },
    async export(title) {
      const found = find(title)
      if (found === undefined) return 'no-such-look'
      const encoded: LookExport['files'] = {}
      for (const slot of LOOK_SLOTS) {
        const file = found[FIELD_OF_SLOT[slot]]
        if (file !== null) encoded[slot] = (await readFile(files.path(slot, file))).toString('base64')
      }
      // What a file was called on the creator's computer stays there.
      return { standby: 'look', version: 1, title, look: { ...valuesOf(LOOK, found), theme: found.theme }, files: encoded }
    },
    async import({ title, look: { theme, ...choices }, files: encoded }) {
      const font = await decoded('font', encoded.font)
      const sound = typeof font === 'string' ? null : await decoded('sound', encoded.sound)
      // Asked last: nothing can come in between now and the writing.
      const { looks } = saved.read()
      const refusal = looks.length >= MAX_LOOKS ? 'too-many-looks' : [font, sound].find((one) => typeof one === 'string')
      if (refusal !== undefined || typeof font === 'string' || typeof sound === 'string') {
        for (const one of [font, sound]) if (typeof one !== 'string') await one?.drop()
        return refusal ?? 'no-look-file'
      }
      font?.keep()
      sound?.keep()
      const free = freeTitle(title, looks)
      write({ looks: [...looks, { ...choices, theme, title: free, ownFont: font?.file ?? null, sound: sound?.file ?? null }] })
      return { title: free }
    },
    file(slot) {
      const file = saved.read().look[FIELD_OF_SLOT[slot]]
      return file === null ? null : { path: files.path(slot, file), file }
    },
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}

/** `Neon`, `Neon 2`, … */
function freeTitle(title: string, looks: readonly SavedLook[]): string {
  const isTaken = (wanted: string): boolean => looks.some((look) => look.title === wanted)
  if (!isTaken(title)) return title
  const begin = cleanText(title, MAX_LOOK_TITLE_LENGTH - ' 30'.length)
  let number = 2
  while (isTaken(`${begin} ${number}`)) number += 1
  return `${begin} ${number}`
}
