import type { Logger } from 'pino'
import { DEFAULT_OBS_URL } from '../config.ts'
import type { SecretStore } from './secret-store.ts'
import type { SavedSettings, Settings, SettingsFile } from './settings.ts'

export interface SecretSettingsOptions {
  saved: SettingsFile<SavedSettings>
  store: SecretStore
  /** The entry in the store. */
  name: string
  /** Where OBS's password is to be: `file` also brings back the one that is in the store. */
  place: SecretPlace
  log: Pick<Logger, 'info' | 'warn'>
  /** The store has answered: `read()` has the password now, or it is locked, or has none. */
  onAnswer: () => void
}

export type SecretPlace = 'system' | 'file'

export interface SecretSettings extends SettingsFile {
  /** `asked`: the password is in the store, which has not answered yet. `locked`: it does not give the password out. */
  state(): 'ready' | 'asked' | 'locked'
  /** Fetches what the store has, or moves what belongs into it. Resolves when that is done, or has failed; never rejects. */
  settle(): Promise<void>
  /** From now on a late answer changes nothing. */
  close(): void
}

interface Kept {
  /** `gone`: the store answered, and has none. */
  state: 'known' | 'asked' | 'locked' | 'gone'
  password: string | null
}

type Place = Pick<SavedSettings['obs'], 'password' | 'passwordIn' | 'hasLeftover'>

/**
 * The settings, with OBS's password in the system's own store. A password is written to the file first and leaves it only when the store
 * has been seen to hold it: at every moment one of the two has it. A store that failed once is not tried again before another password is
 * entered: one that is locked asks for a password of its own, over whatever is on the screen. What it could not be made to forget is
 * noted in the file and tried once more at the next start.
 */
export function withSecrets({ saved, store, name, place, log, onAnswer }: SecretSettingsOptions): SecretSettings {
  const { password: inFile, passwordIn, hasLeftover } = saved.read().obs
  let isToForget = hasLeftover
  /** What the store has; null while the password is in the file, or there is none. */
  let kept: Kept | null = passwordIn === 'system' && inFile === null ? { state: 'asked', password: null } : null
  let isClosed = false
  let turn = Promise.resolve()

  function warn(error: unknown, message: string): void {
    // What is given up at the end is no failure.
    if (!isClosed) log.warn({ err: error }, `secrets: ${message}`)
  }

  /** One question at a time, so that a later wish is never overtaken by an earlier one. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    turn = turn.then(() => (isClosed ? undefined : work())).catch((error: unknown) => warn(error, 'not finished'))
    return turn
  }

  function put(settings: Settings, where: Place): void {
    saved.write({ ...settings, obs: { ...settings.obs, ...where } })
  }

  async function fetchKept(): Promise<void> {
    const asked = kept
    if (asked === null || asked.state === 'known') return
    const found: Kept = await store.get(name).then(
      (password) => ({ state: password === null ? 'gone' : 'known', password }),
      (error: unknown) => {
        warn(error, 'the password store of this computer does not give out the password of OBS')
        return { state: 'locked', password: null }
      },
    )
    // Meanwhile somebody may have entered another one.
    if (isClosed || kept !== asked) return
    if (found.state === 'gone')
      log.warn('secrets: the password of OBS is not in the password store of this computer any more; enter it again')
    kept = found
    onAnswer()
  }

  async function moveIn(): Promise<void> {
    const before = saved.read()
    const { password, passwordIn, hasLeftover } = before.obs
    if (!isThere(password) || passwordIn === 'file') return
    // Noted before it is there: whatever happens next, what is not wanted in the end is found again.
    if (!hasLeftover) put(before, { password, passwordIn, hasLeftover: true })
    let isTaken = false
    const isHeld = await store
      .set(name, password)
      .then(async () => {
        isTaken = true
        return (await store.get(name)) === password
      })
      .catch((error: unknown) => {
        warn(error, 'the password store of this computer cannot be used; the password of OBS stays in the settings file')
        return false
      })
    if (isClosed) return
    const now = saved.read()
    // Another one is moved in by its own turn, and none at all takes this one away.
    if (now.obs.password !== password) return
    if (!isHeld) {
      put(now, { password, passwordIn: 'file', hasLeftover: hasLeftover || isTaken })
      return isTaken ? forget({ isLast: false }) : undefined
    }
    put(now, { password: null, passwordIn: 'system', hasLeftover: false })
    kept = { state: 'known', password }
    log.info('secrets: the password of OBS is in the password store of this computer now')
  }

  async function moveOut(): Promise<void> {
    if (kept?.state !== 'known') return
    put(saved.read(), { password: kept.password, passwordIn: null, hasLeftover: true })
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
    const now = saved.read()
    put(now, { ...now.obs, hasLeftover: false })
  }

  return {
    read() {
      const { obs, ...rest } = saved.read()
      const { passwordIn: _, hasLeftover: __, password, ...others } = obs
      return { ...rest, obs: { ...others, password: kept === null ? password : kept.password } }
    },
    write(settings) {
      const { password, url } = settings.obs
      const before = saved.read().obs
      // While it is not known whether it is another one, another address must not be given it.
      const isSame = kept !== null && password === kept.password && (kept.state === 'known' || addressOf(url) === addressOf(before.url))
      if (isSame) return put(settings, { password: null, passwordIn: 'system', hasLeftover: false })
      const isNew = kept !== null || password !== before.password
      put(settings, { password, passwordIn: isNew ? null : before.passwordIn, hasLeftover: before.hasLeftover || kept !== null })
      kept = null
      if (!isNew) return
      if (place === 'system' && isThere(password)) void inTurn(moveIn)
      else void inTurn(() => forget({ isLast: false }))
    },
    state: () => (kept?.state === 'asked' || kept?.state === 'locked' ? kept.state : 'ready'),
    settle() {
      // One question, however often it is wished for.
      if (kept?.state === 'locked') kept = { state: 'asked', password: null }
      return inTurn(async () => {
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

const addressOf = (url: string | null): string => url ?? DEFAULT_OBS_URL

function isThere(password: string | null): password is string {
  return password !== null && password !== ''
}
