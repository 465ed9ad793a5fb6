import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import type { SecretPlace } from '../config.ts'
import { fromSecret, toSecret, type Secret } from './secret.pure.ts'
import type { SecretStore } from './secret-store.ts'

/** What the settings file has of a secret. */
export interface SecretInFile {
  password: string | null
  /** What the secret was given for, wherever it is kept; null in a file of an earlier version. */
  passwordFor: string | null
  /** Null: not decided yet. */
  passwordIn: SecretPlace | null
  /** The system's store may hold a secret that is not wanted any more. */
  hasLeftover: boolean
}

export interface KeptSecretOptions {
  read: () => SecretInFile
  /** Writes it, with all else of the file as it is. */
  write: (inFile: SecretInFile) => void
  store: SecretStore
  /** The entry in the store. */
  name: string
  /** Where it is to be: `file` also brings back the one that is in the store. */
  place: SecretPlace
  /** What a secret of an earlier version, which noted nothing, was given for. */
  usualAddress: string
  /** What it is, for the log: `password of OBS`. */
  what: string
  log: Pick<Logger, 'info' | 'warn'>
  /** The store has answered: `current()` is known now, or the store is locked, or has none. */
  onAnswer: () => void
  isClosed: () => boolean
  /** Runs one piece of work with the store after the other. */
  inTurn: (work: () => Promise<void>) => Promise<void>
}

/** One look at the store after another. `isShut`: it was found locked. It asks a person for its password each time, so that once is enough. */
export interface StoreRound {
  isShut: boolean
}

export interface KeptSecret {
  current(): Secret | null
  /** `asked`: the store has it, and has not answered yet. `locked`: it does not give it out. */
  state(): 'ready' | 'asked' | 'locked'
  /** What a secret that the store has not given out was given for, as far as the file knows; null if there is none such. */
  awaited(): string | null
  /** What the file is to say for this secret, and what is to be done once it says so. */
  change(wanted: Secret | null): { inFile: SecretInFile; then: () => void }
  /** Fetches what the store has, or moves what belongs into it. Never rejects. */
  settle(round: StoreRound): Promise<void>
}

interface Kept {
  /** `gone`: the store answered, and has none. */
  state: 'known' | 'asked' | 'locked' | 'gone'
  secret: Secret | null
  /** What it was given for, also while it is not known itself. */
  address: string
}

/**
 * A secret in the system's own store. It is written to the file first and leaves it only when the store has been seen to hold it: at every
 * moment one of the two has it. A store that failed once is not tried again before another secret is entered: one that is locked asks for a
 * password of its own, over whatever is on the screen. What it could not be made to forget is noted in the file and tried once more at the
 * next start. In the store the secret has its address beside it: another file of settings in the place of this one gives it no other.
 */
export function keptSecret(options: KeptSecretOptions): KeptSecret {
  const { read, write, store, name, place, usualAddress, what, log, onAnswer, isClosed, inTurn } = options
  const first = read()
  let isToForget = first.hasLeftover
  /** What the store has; null while the secret is in the file, or there is none. */
  let kept: Kept | null =
    first.passwordIn === 'system' && first.password === null
      ? { state: 'asked', secret: null, address: first.passwordFor ?? usualAddress }
      : null

  const put = (where: Partial<SecretInFile>): void => write({ ...read(), ...where })

  function warn(error: unknown, message: string): void {
    // What is given up at the end is no failure.
    if (!isClosed()) log.warn({ err: error }, `secrets: ${message}`)
  }

  function fileHas(): Secret | null {
    const { password: text, passwordFor } = read()
    return text === null || text === '' ? null : { text, address: passwordFor ?? usualAddress }
  }

  /** From now on no change of the address, or of the environment, is taken for the one it was given for. */
  function noteAddress(): void {
    const { password, passwordFor, passwordIn } = read()
    if (passwordFor === null && (password !== null || passwordIn === 'system')) put({ passwordFor: usualAddress })
  }

  async function fetchKept(round: StoreRound): Promise<void> {
    const asked = kept
    if (asked === null || asked.state === 'known') return
    let isOld = false
    const ask = (): Promise<string | null> => (round.isShut ? Promise.reject(new Error('the store is locked')) : store.get(name))
    const found = await ask().then(
      (text): Kept => {
        if (text === null) return { ...asked, state: 'gone' }
        const parsed = fromSecret(text)
        isOld = parsed === null
        const secret = parsed ?? { text, address: asked.address }
        return { state: 'known', secret, address: secret.address }
      },
      (error: unknown): Kept => {
        round.isShut = true
        warn(error, `the password store of this computer does not give out the ${what}`)
        return { ...asked, state: 'locked' }
      },
    )
    // Meanwhile somebody may have entered another one.
    if (isClosed() || kept !== asked) return
    if (found.state === 'gone') log.warn(`secrets: the ${what} is no longer in the password store of this computer; enter it again`)
    kept = found
    onAnswer()
    if (!isOld || found.secret === null) return
    await store
      .set(name, toSecret(found.secret))
      .catch((error: unknown) => warn(error, 'its address could not be stored with the password'))
  }

  async function moveIn(): Promise<void> {
    const secret = fileHas()
    const { passwordIn, hasLeftover } = read()
    if (secret === null || passwordIn === 'file') return
    // Noted before it is there: whatever happens next, what is not wanted in the end is found again.
    if (!hasLeftover) put({ hasLeftover: true })
    let isTaken = false
    const isHeld = await store
      .set(name, toSecret(secret))
      .then(async () => {
        isTaken = true
        return (await store.get(name)) === toSecret(secret)
      })
      .catch((error: unknown) => {
        warn(error, `the password store of this computer cannot be used; the ${what} stays in the settings file`)
        return false
      })
    // Another one is moved in by its own turn, and none at all takes this one away.
    if (isClosed() || !isDeepStrictEqual(fileHas(), secret)) return
    if (!isHeld) {
      put({ passwordIn: 'file', hasLeftover: hasLeftover || isTaken })
      return isTaken ? forget({ isLast: false }) : undefined
    }
    put({ password: null, passwordFor: secret.address, passwordIn: 'system', hasLeftover: false })
    kept = { state: 'known', secret, address: secret.address }
    log.info(`secrets: the ${what} is in the password store of this computer now`)
  }

  async function moveOut(): Promise<void> {
    if (kept?.state !== 'known' || kept.secret === null) return
    const { text, address } = kept.secret
    put({ password: text, passwordFor: address, passwordIn: null, hasLeftover: true })
    kept = null
    await forget({ isLast: false })
  }

  /** `isLast`: it has been tried before, and nobody is asked for the store's password at every start. */
  async function forget({ isLast }: { isLast: boolean }): Promise<void> {
    const leftover = (): boolean => kept === null && read().hasLeftover
    if (!leftover()) return
    let isForgotten = true
    await store.delete(name).catch((error: unknown) => {
      isForgotten = false
      const next = isLast ? 'delete it there' : 'the next start tries again'
      warn(error, `an old ${what} is still in the password store of this computer, under "Standby"; ${next}`)
    })
    if (isClosed() || !leftover() || !(isForgotten || isLast)) return
    put({ hasLeftover: false })
  }

  const state = (): 'ready' | 'asked' | 'locked' => (kept?.state === 'asked' || kept?.state === 'locked' ? kept.state : 'ready')

  return {
    current: () => (kept === null ? fileHas() : kept.secret),
    state,
    awaited: () => (kept === null || state() === 'ready' ? null : kept.address),
    change(wanted) {
      if (kept !== null && isDeepStrictEqual(wanted, kept.secret)) {
        const inFile: SecretInFile = { password: null, passwordFor: kept.address, passwordIn: 'system', hasLeftover: false }
        return { inFile, then: () => undefined }
      }
      const before = read()
      const isNew = kept !== null || !isDeepStrictEqual(wanted, fileHas())
      return {
        inFile: {
          password: wanted?.text ?? null,
          passwordFor: wanted?.address ?? null,
          passwordIn: isNew ? null : before.passwordIn,
          hasLeftover: before.hasLeftover || kept !== null,
        },
        then() {
          kept = null
          if (!isNew) return
          if (place === 'system' && wanted !== null) void inTurn(moveIn)
          else void inTurn(() => forget({ isLast: false }))
        },
      }
    },
    settle(round) {
      // One question, however often it is wished for.
      if (kept?.state === 'locked') kept = { ...kept, state: 'asked' }
      return inTurn(async () => {
        noteAddress()
        await fetchKept(round)
        if (round.isShut) return
        await (place === 'file' ? moveOut() : moveIn())
        if (!isToForget) return
        isToForget = false
        await forget({ isLast: true })
      })
    },
  }
}
