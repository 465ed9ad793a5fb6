import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import type { SecretPlace } from '../config.ts'
import { fromSecret, toSecret, type ObsPassword } from '../obs/link/password.ts'
import { effectiveObsUrl } from './effective.pure.ts'
import type { SecretStore } from './secret-store.ts'
import type { SavedSettings, Settings, SettingsFile } from './file.ts'

export interface SecretSettingsOptions {
  saved: SettingsFile<SavedSettings>
  store: SecretStore
  /** The entry in the store. */
  name: string
  /** Where OBS's password is to be: `file` also brings back the one that is in the store. */
  place: SecretPlace
  /** The address of OBS that the environment fixes, or null. */
  fixedUrl: string | null
  log: Pick<Logger, 'info' | 'warn'>
  /** The store has answered: `read()` has the password now, or it is locked, or has none. */
  onAnswer: () => void
}

export interface SecretSettings extends SettingsFile {
  /** `asked`: the password is in the store, which has not answered yet. `locked`: it does not give the password out. */
  state(): 'ready' | 'asked' | 'locked'
  /** The address of a password that the store has not given out, as far as the file knows; null if there is none such. */
  awaited(): string | null
  /** Fetches what the store has, or moves what belongs into it. Resolves when that is done, or has failed; never rejects. */
  settle(): Promise<void>
  /** From now on a late answer changes nothing. */
  close(): void
}

interface Kept {
  /** `gone`: the store answered, and has none. */
  state: 'known' | 'asked' | 'locked' | 'gone'
  password: ObsPassword | null
  /** What it was given for, also while it is not known itself. */
  address: string
}

type Place = Pick<SavedSettings['obs'], 'password' | 'passwordFor' | 'passwordIn' | 'hasLeftover'>

/**
 * The settings, with OBS's password in the system's own store. A password is written to the file first and leaves it only when the store
 * has been seen to hold it: at every moment one of the two has it. A store that failed once is not tried again before another password is
 * entered: one that is locked asks for a password of its own, over whatever is on the screen. What it could not be made to forget is
 * noted in the file and tried once more at the next start. In the store the password has its address beside it: another file of settings
 * in the place of this one gives it no other.
 */
export function withSecrets({ saved, store, name, place, fixedUrl, log, onAnswer }: SecretSettingsOptions): SecretSettings {
  const first = saved.read().obs
  /** An earlier version noted no address: the password was for the OBS that it was connected to. */
  const firstAddress = effectiveObsUrl(fixedUrl, first.url).value
  let isToForget = first.hasLeftover
  /** What the store has; null while the password is in the file, or there is none. */
  let kept: Kept | null =
    first.passwordIn === 'system' && first.password === null
      ? { state: 'asked', password: null, address: first.passwordFor ?? firstAddress }
      : null
  let isClosed = false
  let turn = Promise.resolve()

  function warn(error: unknown, message: string): void {
    // What is given up at the end is no failure.
    if (!isClosed) log.warn({ err: error }, `secrets: ${message}`)
  }

  /** One question at a time, so that a later wish is never overtaken by an earlier one. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    turn = turn.then(() => (isClosed ? undefined : work())).catch((error: unknown) => warn(error, 'a change of the saved password failed'))
    return turn
  }

  function put(settings: Settings | SavedSettings, where: Partial<Place>): void {
    const { password, passwordFor, passwordIn, hasLeftover } = saved.read().obs
    saved.write({ ...settings, obs: { ...settings.obs, password, passwordFor, passwordIn, hasLeftover, ...where } })
  }

  function fileHas(): ObsPassword | null {
    const { password: text, passwordFor } = saved.read().obs
    return text === null || text === '' ? null : { text, address: passwordFor ?? firstAddress }
  }

  /** From now on no change of the address, or of the environment, is taken for the one it was given for. */
  function noteAddress(): void {
    const { password, passwordFor, passwordIn } = saved.read().obs
    if (passwordFor === null && (password !== null || passwordIn === 'system')) put(saved.read(), { passwordFor: firstAddress })
  }

  async function fetchKept(): Promise<void> {
    const asked = kept
    if (asked === null || asked.state === 'known') return
    let isOld = false
    const found = await store.get(name).then(
      (secret): Kept => {
        if (secret === null) return { ...asked, state: 'gone' }
        const saved = fromSecret(secret)
        isOld = saved === null
        const password = saved ?? { text: secret, address: asked.address }
        return { state: 'known', password, address: password.address }
      },
      (error: unknown): Kept => {
        warn(error, 'the password store of this computer does not give out the password of OBS')
        return { ...asked, state: 'locked' }
      },
    )
    // Meanwhile somebody may have entered another one.
    if (isClosed || kept !== asked) return
    if (found.state === 'gone') log.warn('secrets: the password of OBS is no longer in the password store of this computer; enter it again')
    kept = found
    onAnswer()
    if (!isOld || found.password === null) return
    await store
      .set(name, toSecret(found.password))
      .catch((error: unknown) => warn(error, 'its address could not be stored with the password'))
  }

  async function moveIn(): Promise<void> {
    const password = fileHas()
    const { passwordIn, hasLeftover } = saved.read().obs
    if (password === null || passwordIn === 'file') return
    // Noted before it is there: whatever happens next, what is not wanted in the end is found again.
    if (!hasLeftover) put(saved.read(), { hasLeftover: true })
    let isTaken = false
    const isHeld = await store
      .set(name, toSecret(password))
      .then(async () => {
        isTaken = true
        return (await store.get(name)) === toSecret(password)
      })
      .catch((error: unknown) => {
        warn(error, 'the password store of this computer cannot be used; the password of OBS stays in the settings file')
        return false
      })
    // Another one is moved in by its own turn, and none at all takes this one away.
    if (isClosed || !isDeepStrictEqual(fileHas(), password)) return
    if (!isHeld) {
      put(saved.read(), { passwordIn: 'file', hasLeftover: hasLeftover || isTaken })
      return isTaken ? forget({ isLast: false }) : undefined
    }
    put(saved.read(), { password: null, passwordFor: password.address, passwordIn: 'system', hasLeftover: false })
    kept = { state: 'known', password, address: password.address }
    log.info('secrets: the password of OBS is in the password store of this computer now')
  }

  async function moveOut(): Promise<void> {
    if (kept?.state !== 'known' || kept.password === null) return
    const { text, address } = kept.password
    put(saved.read(), { password: text, passwordFor: address, passwordIn: null, hasLeftover: true })
    kept = null
    await forget({ isLast: false })
  }

  /** `isLast`: it has been tried before, and nobody is asked for the store's password at every start. */
  async function forget({ isLast }: { isLast: boolean }): Promise<void> {
    const leftover = (): boolean => kept === null && saved.read().obs.hasLeftover
    if (!leftover()) return
    let isForgotten = true
    await store.delete(name).catch((error: unknown) => {
      isForgotten = false
      const next = isLast ? 'delete it there' : 'the next start tries again'
      warn(error, `an old password of OBS is still in the password store of this computer, under "Standby"; ${next}`)
    })
    if (isClosed || !leftover() || !(isForgotten || isLast)) return
    put(saved.read(), { hasLeftover: false })
  }

  const state = (): 'ready' | 'asked' | 'locked' => (kept?.state === 'asked' || kept?.state === 'locked' ? kept.state : 'ready')

  return {
    read() {
      const { obs, ...rest } = saved.read()
      const { passwordIn: _, hasLeftover: __, passwordFor: ___, password: ____, ...others } = obs
      return { ...rest, obs: { ...others, password: kept === null ? fileHas() : kept.password } }
    },
    problem: saved.problem,
    write(settings) {
      const { password } = settings.obs
      if (kept !== null && isDeepStrictEqual(password, kept.password)) {
        return put(settings, { password: null, passwordFor: kept.address, passwordIn: 'system', hasLeftover: false })
      }
      const before = saved.read().obs
      const isNew = kept !== null || !isDeepStrictEqual(password, fileHas())
      put(settings, {
        password: password?.text ?? null,
        passwordFor: password?.address ?? null,
        passwordIn: isNew ? null : before.passwordIn,
        hasLeftover: before.hasLeftover || kept !== null,
      })
      kept = null
      if (!isNew) return
      if (place === 'system' && password !== null) void inTurn(moveIn)
      else void inTurn(() => forget({ isLast: false }))
    },
    state,
    awaited: () => (kept === null || state() === 'ready' ? null : kept.address),
    settle() {
      // One question, however often it is wished for.
      if (kept?.state === 'locked') kept = { ...kept, state: 'asked' }
      return inTurn(async () => {
        noteAddress()
        await fetchKept()
        await (place === 'file' ? moveOut() : moveIn())
        if (!isToForget) return
        isToForget = false
        await forget({ isLast: true })
      })
    },
    close() {
      isClosed = true
      store.close()
    },
  }
}
