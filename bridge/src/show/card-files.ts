import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CARD_FILE_LIMITS, type CardFile, type CardSlot } from '@standby/shared/settings/card-settings.ts'
import { mediaType, TYPE_BYTES } from './media-type.ts'

export type CardFileRefusal = 'card-file-type' | 'card-file-size'

/** The creator's own picture, video and music for the card, in a folder of the data directory. */
export interface CardFiles {
  /** Keeps it in place of the one that the slot had. Rejects when the disk refuses. */
  save(slot: CardSlot, name: string, body: AsyncIterable<Uint8Array>): Promise<CardFile | CardFileRefusal>
  remove(slot: CardSlot): Promise<void>
  path(slot: CardSlot, file: Pick<CardFile, 'id'>): string
}

/** A slot takes these kinds of media, each up to so many bytes. */
const LIMITS: Readonly<Record<CardSlot, Readonly<Record<string, number>>>> = {
  backdrop: { image: CARD_FILE_LIMITS.picture, video: CARD_FILE_LIMITS.video },
  music: { audio: CARD_FILE_LIMITS.music },
}

export function createCardFiles(folder: string): CardFiles {
  const path: CardFiles['path'] = (slot, { id }) => join(folder, `${slot}-${id}`)

  /** All files of the slot but one. */
  async function sweep(slot: CardSlot, kept: string | null): Promise<void> {
    const names = await readdir(folder).catch((): string[] => [])
    const old = names.filter((name) => name.startsWith(`${slot}-`) && join(folder, name) !== kept)
    await Promise.all(old.map((name) => rm(join(folder, name), { force: true })))
  }

  return {
    path,
    remove: (slot) => sweep(slot, null),
    async save(slot, name, body) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const next = join(folder, `unfinished-${randomUUID()}`)
      const written = await write(next, LIMITS[slot], body)
      if (typeof written === 'string') {
        await rm(next, { force: true })
        return written
      }
      const file: CardFile = { ...written, name }
      await rename(next, path(slot, file))
      await sweep(slot, path(slot, file))
      return file
    },
  }
}

/**
 * Writes it to `to`. What is refused is read to its end all the same: a browser that is still sending takes an early answer for a broken
 * connection.
 */
async function write(
  to: string,
  limits: Readonly<Record<string, number>>,
  body: AsyncIterable<Uint8Array>,
): Promise<Omit<CardFile, 'name'> | CardFileRefusal> {
  const handle = await open(to, 'wx', 0o600)
  const hash = createHash('sha256')
  let head = Buffer.alloc(0)
  let bytes = 0
  let limit = Infinity
  let type: string | null = null
  let refusal: CardFileRefusal | null = null
  try {
    for await (const chunk of body) {
      if (refusal !== null) continue
      bytes += chunk.length
      if (type === null) {
        head = Buffer.concat([head, chunk.subarray(0, TYPE_BYTES)])
        if (head.length >= TYPE_BYTES) {
          type = mediaType(head)
          limit = limits[type?.split('/')[0] ?? ''] ?? 0
          if (limit === 0) refusal = 'card-file-type'
        }
      }
      if (refusal === null && bytes > limit) refusal = 'card-file-size'
      if (refusal !== null) continue
      hash.update(chunk)
      await handle.writeFile(chunk)
    }
  } finally {
    await handle.close()
  }
  if (refusal !== null || type === null) return refusal ?? 'card-file-type'
  return { id: hash.digest('hex').slice(0, 20), type, bytes }
}
