import type { Logger } from 'pino'
import type { SecretPlace } from '../config.ts'
import { effectiveObsUrl } from './effective.pure.ts'
import type { SavedSettings, SettingsFile } from './file.ts'
import { keptSecret, type KeptSecret, type SecretInFile, type StoreRound } from './kept-secret.ts'
import type { SecretOwner, SecretStore } from './secret-store.ts'

export interface SecretSettingsOptions {
  saved: SettingsFile<SavedSettings>
  store: SecretStore
  /** The entry in the store. */
  nameOf: (owner: SecretOwner) => string
  /** Where secrets are to be: `file` also brings back those that are in the store. */
  place: SecretPlace
  /** The address of OBS that the environment fixes, or null. */
  fixedUrl: string | null
  log: Pick<Logger, 'info' | 'warn'>
  /** The store has answered about one of them: `read()` has it now, or the store is locked, or has none. */
  onAnswer: () => void
}

export interface SecretSettings extends SettingsFile {
  /** OBS's password. `asked`: it is in the store, which has not answered yet. `locked`: the store does not give it out. */
  state(): 'ready' | 'asked' | 'locked'
  /** The address of a password of OBS that the store has not given out, as far as the file knows; null if there is none such. */
  awaited(): string | null
  /** The store has not answered yet about some secret. */
  isAsking(): boolean
  /** Fetches what the store has, or moves what belongs into it. Resolves when that is done, or has failed; never rejects. */
  settle(): Promise<void>
  /** From now on a late answer changes nothing. */
  close(): void
}

/** What is kept for these is for the programs and services that the names stand for. */
const SECRETS: Readonly<Record<Exclude<SecretOwner, 'obs'>, string>> = {
  studio: 'secret of LIVE Studio',
  signKey: 'key of the sign service',
}

/** The settings, with every secret in the system's own store. */
export function withSecrets({ saved, store, nameOf, place, fixedUrl, log, onAnswer }: SecretSettingsOptions): SecretSettings {
  let isClosed = false
  let turn = Promise.resolve()

  /** One question at a time, so that a later wish is never overtaken by an earlier one. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    turn = turn
      .then(() => (isClosed ? undefined : work()))
      .catch((error: unknown) => {
        if (!isClosed) log.warn({ err: error }, 'secrets: a change of a saved secret failed')
      })
    return turn
  }

  const common = { store, place, log, onAnswer, inTurn, isClosed: () => isClosed }
  const other = (owner: keyof typeof SECRETS): KeptSecret =>
    keptSecret({
      ...common,
      read: () => saved.read()[owner],
      write: (inFile) => saved.write({ ...saved.read(), [owner]: inFile }),
      name: nameOf(owner),
      usualAddress: '',
      what: SECRETS[owner],
    })
  const obs = keptSecret({
    ...common,
    read: () => inFileOf(saved.read().obs),
    write: (inFile) => saved.write({ ...saved.read(), obs: { ...saved.read().obs, ...inFile } }),
    name: nameOf('obs'),
    // An earlier version noted no address: the password was for the OBS that it was connected to.
    usualAddress: effectiveObsUrl(fixedUrl, saved.read().obs.url).value,
    what: 'password of OBS',
  })
  const studio = other('studio')
  const signKey = other('signKey')
  const all = [obs, studio, signKey]

  return {
    read() {
      const { obs: savedObs, ...rest } = saved.read()
      const { passwordIn: _, hasLeftover: __, passwordFor: ___, password: ____, ...others } = savedObs
      return { ...rest, obs: { ...others, password: obs.current() }, studio: studio.current(), signKey: signKey.current() }
    },
    problem: saved.problem,
    write(settings) {
      const changes = {
        obs: obs.change(settings.obs.password),
        studio: studio.change(settings.studio),
        signKey: signKey.change(settings.signKey),
      }
      saved.write({
        ...settings,
        obs: { ...settings.obs, ...changes.obs.inFile },
        studio: changes.studio.inFile,
        signKey: changes.signKey.inFile,
      })
      for (const { then } of Object.values(changes)) then()
    },
    state: obs.state,
    awaited: obs.awaited,
    isAsking: () => all.some((secret) => secret.state() === 'asked'),
    async settle() {
      const round: StoreRound = { isShut: false }
      await Promise.all(all.map((secret) => secret.settle(round)))
    },
    close() {
      isClosed = true
      store.close()
    },
  }
}

function inFileOf({ password, passwordFor, passwordIn, hasLeftover }: SecretInFile): SecretInFile {
  return { password, passwordFor, passwordIn, hasLeftover }
}
