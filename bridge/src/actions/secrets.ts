import { readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import * as z from 'zod'
import type { SecretPlace } from '../config.ts'
import type { Secret } from '../settings/secret.pure.ts'
import type { SecretStore } from '../settings/secret-store.ts'
import { sweepUnfinished, writePrivateFile } from '../store/private-file.ts'

export interface ActionSecretsOptions {
  /** Readable by its owner only. It lists the secrets, and holds those that the system's store does not. */
  file: string
  store: SecretStore
  /** The entry in the store: one for all of them. */
  name: string
  place: SecretPlace
  log: Pick<Logger, 'info' | 'warn'>
}

/** Passwords of programs and secrets of actions, each under the name of what it belongs to. */
export interface ActionSecrets {
  /** The secret if it was given for this address; `locked`: there is one, and the store has not given it out. */
  get(owner: string, address: string): { state: 'none' | 'locked' } | { state: 'known'; text: string }
  /** Null forgets it. Throws when the disk refuses; then nothing changes. */
  set(owner: string, secret: Secret | null): void
  isLocked(): boolean
  /** Fetches what the store has and moves in what belongs there. Asks the store only if there is a secret. Never rejects. */
  settle(): Promise<void>
  /** From now on a late answer changes nothing. */
  close(): void
}

/** `text` is missing while the system's store has it. */
const listed = z.record(z.string(), z.object({ address: z.string(), text: z.string().exactOptional() }))
type Listed = z.infer<typeof listed>
const entry = z.record(z.string(), z.object({ address: z.string(), text: z.string() }))

/**
 * A secret is written to the file first and leaves it only when the store has been seen to hold it: at every moment one of the two has it.
 * A store that failed is not tried again before another secret is entered, because a locked one asks for a password over the show.
 */
export function openActionSecrets({ file, store, name, place, log }: ActionSecretsOptions): ActionSecrets {
  sweepUnfinished(file)
  let kept = load(file, log)
  /** What the store is known to hold, so that it can be read here too. */
  const known = new Map<string, Secret>()
  let isLocked = false
  let hasFailed = false
  /** The store has one that was forgotten while it did not give it out. */
  let hasLeftover = false
  let isClosed = false
  let turn = Promise.resolve()

  const warn = (error: unknown, message: string): void => {
    if (!isClosed) log.warn({ err: error }, `actions: ${message}`)
  }
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    turn = turn.then(() => (isClosed ? undefined : work())).catch((error: unknown) => warn(error, 'a change of the saved secrets failed'))
    return turn
  }
  const write = (next: Listed): void => {
    writePrivateFile(file, `${JSON.stringify(next, null, 2)}\n`)
    kept = next
  }
  const isStored = (owner: string): boolean => kept[owner] !== undefined && kept[owner].text === undefined
  const textOf = (owner: string): string | null => {
    const one = kept[owner]
    if (one === undefined) return null
    const stored = known.get(owner)
    return one.text ?? (stored?.address === one.address ? stored.text : null)
  }

  async function fetchStored(): Promise<void> {
    if (!Object.keys(kept).some((owner) => isStored(owner) && !known.has(owner))) {
      isLocked = false
      return
    }
    try {
      const secret = await store.get(name)
      const found = entry.safeParse(parsed(secret ?? '{}'))
      if (isClosed) return
      for (const [owner, one] of Object.entries(found.data ?? {})) known.set(owner, one)
      isLocked = false
      const gone = Object.keys(kept).filter((owner) => textOf(owner) === null)
      if (gone.length === 0) return
      log.warn({ count: gone.length }, 'actions: secrets are no longer in the password store of this computer; enter them again')
      write(Object.fromEntries(Object.entries(kept).filter(([owner]) => !gone.includes(owner))))
    } catch (error) {
      isLocked = true
      warn(error, 'the password store of this computer does not give out the secrets')
    }
  }

  /** The store gets all of them, or forgets what is not wanted any more. */
  async function moveIn(): Promise<void> {
    if (isLocked || hasFailed) return
    const all = Object.entries(kept).flatMap(([owner, { address }]): [string, Secret][] => {
      const text = textOf(owner)
      return text === null ? [] : [[owner, { address, text }]]
    })
    const isAsStored = all.every(([owner]) => isStored(owner)) && [...known.keys()].every((owner) => kept[owner] !== undefined)
    if (isAsStored && !hasLeftover) return
    const wanted = JSON.stringify(Object.fromEntries(all))
    try {
      if (all.length === 0) await store.delete(name)
      else {
        await store.set(name, wanted)
        if ((await store.get(name)) !== wanted) throw new Error('It did not keep what it was given')
      }
    } catch (error) {
      hasFailed = true
      const happened = all.length === 0 ? 'an old secret is still in it' : 'the secrets stay in a file that only you can read'
      return warn(error, `the password store of this computer cannot be used; ${happened}`)
    }
    if (isClosed) return
    hasLeftover = false
    known.clear()
    for (const [owner, secret] of all) known.set(owner, secret)
    // What was entered meanwhile has a turn of its own.
    const isSame = (owner: string): boolean =>
      known.get(owner)?.text === textOf(owner) && known.get(owner)?.address === kept[owner]?.address
    write(Object.fromEntries(Object.entries(kept).map(([owner, one]) => [owner, isSame(owner) ? { address: one.address } : one])))
  }

  async function moveOut(): Promise<void> {
    const stored = Object.keys(kept).filter(isStored)
    if (stored.length === 0 || isLocked) return
    write(Object.fromEntries(Object.entries(kept).map(([owner, { address }]) => [owner, { address, text: textOf(owner) ?? '' }])))
    known.clear()
    await store.delete(name).catch((error: unknown) => warn(error, 'the secrets are still in the password store of this computer'))
  }

  const settle = (): Promise<void> =>
    inTurn(async () => {
      await fetchStored()
      await (place === 'file' ? moveOut() : moveIn())
    })

  return {
    get(owner, address) {
      if (kept[owner]?.address !== address) return { state: 'none' }
      const text = textOf(owner)
      return text === null ? { state: 'locked' } : { state: 'known', text }
    },
    set(owner, secret) {
      const { [owner]: before, ...others } = kept
      if (secret === null && before === undefined) return
      if (isStored(owner) && !known.has(owner)) hasLeftover = true
      write(secret === null ? others : { ...others, [owner]: secret })
      hasFailed = false
      void settle()
    },
    isLocked: () => isLocked,
    settle,
    close() {
      isClosed = true
      store.close()
    },
  }
}

function load(file: string, log: Pick<Logger, 'warn'>): Listed {
  try {
    return listed.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code))
    if (!isMissing) log.warn({ file }, 'actions: the file of the secrets could not be read; enter them again')
    return {}
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
