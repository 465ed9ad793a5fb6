import { createHash, randomUUID } from 'node:crypto'
import { renameSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** A file of the creator's own, as the settings know it. */
export interface OwnFile {
  /** Of its bytes: another file has another one. */
  id: string
  name: string
  type: string
  bytes: number
}

/** `broken`: it begins as a file of its type does, and is not a whole one. */
export type FileRefusal = 'type' | 'size' | 'broken'

/** A file that is there and not in use yet: one of the two is called. */
export interface Received {
  file: OwnFile
  /** Puts it in its place. The settings that name it are written right after, before anybody can sweep. Throws when the disk refuses. */
  keep(): void
  drop(): Promise<void>
}

/** Files of the creator's own, in a folder of the data directory. */
export interface OwnFiles<Slot extends string> {
  /** Writes it beside those that the slot has. Rejects when the disk refuses. */
  receive(slot: Slot, name: string, body: AsyncIterable<Uint8Array>): Promise<Received | FileRefusal>
  /** Removes all files of the slot but those that are in use. `used` is asked last. */
  keepOnly(slot: Slot, used: () => readonly Pick<OwnFile, 'id'>[]): Promise<void>
  path(slot: Slot, file: Pick<OwnFile, 'id'>): string
}

/** What a slot takes. */
export interface SlotRules {
  /** The type by the first bytes; null for anything else. */
  typeOf: (head: Uint8Array) => string | null
  /** So many bytes are enough to tell, and no file has fewer. */
  headBytes: number
  /** The most bytes, by the first word of the type (`image`, `audio` …). Other types are refused. */
  limits: Readonly<Record<string, number>>
  /** Looks at all of it once it is written. Only for small files. */
  isWhole?: (file: Uint8Array) => boolean
}

export function createOwnFiles<Slot extends string>(folder: string, rules: Readonly<Record<Slot, SlotRules>>): OwnFiles<Slot> {
  const path: OwnFiles<Slot>['path'] = (slot, { id }) => join(folder, `${slot}-${id}`)

  return {
    path,
    async keepOnly(slot, used) {
      const names = await readdir(folder).catch((): string[] => [])
      const kept = used().map((file) => path(slot, file))
      const old = names.filter((name) => name.startsWith(`${slot}-`) && !kept.includes(join(folder, name)))
      await Promise.all(old.map((name) => rm(join(folder, name), { force: true })))
    },
    async receive(slot, name, body) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const drop = (): Promise<void> => rm(next, { force: true })
      const next = join(folder, `unfinished-${randomUUID()}`)
      const written = await write(next, rules[slot], body)
      if (typeof written === 'string') {
        await drop()
        return written
      }
      const file: OwnFile = { ...written, name }
      return { file, keep: () => renameSync(next, path(slot, file)), drop }
    },
  }
}

/**
 * Writes it to `to`. What is refused is read to its end all the same: a browser that is still sending takes an early answer for a broken
 * connection.
 */
async function write(
  to: string,
  { typeOf, headBytes, limits, isWhole }: SlotRules,
  body: AsyncIterable<Uint8Array>,
): Promise<Omit<OwnFile, 'name'> | FileRefusal> {
  const handle = await open(to, 'wx', 0o600)
  const hash = createHash('sha256')
  let head = Buffer.alloc(0)
  let bytes = 0
  let limit = Infinity
  let type: string | null = null
  let refusal: FileRefusal | null = null
  try {
    for await (const chunk of body) {
      if (refusal !== null) continue
      bytes += chunk.length
      if (type === null) {
        head = Buffer.concat([head, chunk.subarray(0, headBytes)])
        if (head.length >= headBytes) {
          type = typeOf(head)
          limit = limits[type?.split('/')[0] ?? ''] ?? 0
          if (limit === 0) refusal = 'type'
        }
      }
      if (refusal === null && bytes > limit) refusal = 'size'
      if (refusal !== null) continue
      hash.update(chunk)
      await handle.writeFile(chunk)
    }
  } finally {
    await handle.close()
  }
  if (refusal !== null || type === null) return refusal ?? 'type'
  if (isWhole !== undefined && !isWhole(await readFile(to))) return 'broken'
  return { id: hash.digest('hex').slice(0, 20), type, bytes }
}
