import type { Logger } from 'pino'
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
  /** The store has answered: `read()` has the password now, or it is locked. */
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
  state: 'known' | 'asked' | 'locked'
  password: string | null
}

/**
 * The settings, with OBS's password in the system's own store. A password is written to the file first and leaves it only when the store
 * has been seen to hold it: at every moment one of the two has it. A store that failed once is not tried again before another password is
 * entered: one that is locked asks for a password of its own, over whatever is on the screen.
 */
export function withSecrets({ saved, store, name, place, log, onAnswer }: SecretSettingsOptions): SecretSettings {
  const { password: inFile, passwordIn } = saved.read().obs
  /** What the store has; null while the password is in the file, or there is none. */
  let kept: Kept | null = passwordIn === 'system' && inFile === null ? { state: 'asked', password: null } : null
  let isClosed = false
  let turn = Promise.resolve()

  /** One question at a time, so that a later wish is never overtaken by an earlier one. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    turn = turn.then(() => (isClosed ? undefined : work())).catch((error: unknown) => log.warn({ err: error }, 'secrets: nothing changed'))
    return turn
  }

  function put(settings: Settings, password: string | null, passwordIn: SecretPlace | null): void {
    saved.write({ ...settings, obs: { ...settings.obs, password, passwordIn } })
  }

  async function fetchKept(): Promise<void> {
    const asked = kept
    if (asked === null || asked.state === 'known') return
    const password = await store.get(name).catch((error: unknown) => {
      log.warn({ err: error }, 'secrets: the password store of this computer does not give out the password of OBS')
      return null
    })
    // Meanwhile somebody may have entered another one.
    if (isClosed || kept !== asked) return
    kept = { state: password === null ? 'locked' : 'known', password }
    onAnswer()
  }

  async function moveIn(): Promise<void> {
    const { password, passwordIn } = saved.read().obs
    if (!isThere(password) || passwordIn === 'file') return
    const isHeld = await holds(password).catch((error: unknown) => {
      log.warn(
        { err: error },
        'secrets: the password store of this computer cannot be used; the password of OBS stays in the settings file',
      )
      return false
    })
    if (isClosed) return
    const now = saved.read()
    // Another one is moved in by its own turn.
    if (now.obs.password !== password) return isThere(now.obs.password) ? undefined : store.delete(name)
    if (!isHeld) return put(now, password, 'file')
    put(now, null, 'system')
    kept = { state: 'known', password }
    log.info('secrets: the password of OBS is in the password store of this computer now')
  }

  async function holds(password: string): Promise<boolean> {
    await store.set(name, password)
    return (await store.get(name)) === password
  }

  async function moveOut(): Promise<void> {
    if (kept?.state !== 'known') return
    put(saved.read(), kept.password, 'file')
    kept = null
    await store.delete(name)
  }

  return {
    read() {
      const { obs, ...rest } = saved.read()
      const { passwordIn: _, password, ...others } = obs
      return { ...rest, obs: { ...others, password: kept === null ? password : kept.password } }
    },
    write(settings) {
      const { password, url } = settings.obs
      const before = saved.read().obs
      // While it is not known whether it is another one, another address must not be given it.
      const isSame = kept !== null && password === kept.password && (kept.state === 'known' || url === before.url)
      if (isSame) return put(settings, null, 'system')
      const isNew = kept !== null || password !== before.password
      put(settings, password, isNew ? null : before.passwordIn)
      const wasKept = kept !== null
      kept = null
      const goesIn = place === 'system' && isThere(password)
      if (isNew && goesIn) void inTurn(moveIn)
      if (wasKept && !goesIn) void inTurn(() => store.delete(name))
    },
    state: () => (kept === null || kept.state === 'known' ? 'ready' : kept.state),
    settle: () =>
      inTurn(async () => {
        await fetchKept()
        await (place === 'file' ? moveOut() : moveIn())
      }),
    close: () => void (isClosed = true),
  }
}

function isThere(password: string | null): password is string {
  return password !== null && password !== ''
}
