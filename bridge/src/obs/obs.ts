import type { Clock } from '@standby/shared/clock.ts'
import type { ObsStatus } from '@standby/shared/protocol.ts'
import type { Router } from 'express'
import type { Logger } from 'pino'
import { DEFAULT_STANDBY_SCENE, type Config } from '../config.ts'
import { isSameAddress } from './link/address.ts'
import { omitUndefined } from '../../../shared/src/omit-undefined.ts'
import { createObsLink, type ObsLink } from './link/link.ts'
import { createPageRegistry, type PageRegistry } from '../feed/page-registry.ts'
import { obsAccess, type ObsPassword } from './link/password.ts'
import { createSetup } from './setup/setup.ts'
import { createOwnPages } from './pages/pages.ts'
import type { ObsChange } from '../live/routes.ts'
import { obsRoutes } from './routes.ts'
import { recallJson, type Journal } from '../store/journal.ts'
import type { SecretSettings } from '../settings/secret-settings.ts'

export interface ObsOptions {
  clock: Clock
  random: () => number
  log: Logger
  journal: Journal
  settings: SecretSettings
  /** What the environment fixes; null where it does not. */
  fixed: Config['obs']
  degradedAfterMs: number
  /** The port of our own pages. */
  port: () => number
  onStatus: (status: ObsStatus) => void
}

/** All that has to do with OBS: the link and its automation, the setup in it, and our pages in it. */
export interface Obs {
  obs: ObsLink
  pages: PageRegistry
  routes: Router
  /** Takes over the settings. */
  configure(): void
  /** Tries OBS at once, and a locked password store too. */
  retry(): void
  /** Saves a change of the settings and takes it over; names the field that the environment fixes. */
  change(change: ObsChange): 'ok' | { fixedField: string }
  close(): Promise<void>
}

export function createObs(options: ObsOptions): Obs {
  const { clock, random, log, journal, settings, fixed, port } = options
  const remember = (key: string, value: unknown): void => journal.remember(key, JSON.stringify(value))

  const pages = createPageRegistry(clock, () => sources.wake())
  const setup = createSetup({
    port,
    log,
    saved: { load: () => recallJson(journal, 'obs-made'), save: (made) => remember('obs-made', made) },
  })
  const sources = createOwnPages({
    clock,
    port,
    pages: () => pages.pages(),
    log,
    saved: { load: () => recallJson(journal, 'obs-revived'), save: (history) => remember('obs-revived', history) },
    onChange: () => undefined,
  })
  const obs = createObsLink({
    clock,
    random,
    log,
    degradedAfterMs: options.degradedAfterMs,
    saved: { load: () => recallJson(journal, 'obs'), save: (memory) => remember('obs', memory) },
    onStatus: options.onStatus,
    onSession(session) {
      setup.attach(session)
      sources.attach(session)
    },
  })

  function configure(): void {
    const { url: _, password: __, standbyScene, ...saved } = settings.read().obs
    const { url, password, elsewhere } = obsAccess(settings.read().obs, fixed)
    const awaited = settings.awaited()
    const isAwaited = awaited !== null && isSameAddress(awaited, url)
    obs.configure({
      ...saved,
      url,
      password,
      isPasswordLocked: isAwaited,
      passwordElsewhere: password === null ? (elsewhere ?? awaited) : null,
      standbyScene: fixed.standbyScene ?? standbyScene ?? DEFAULT_STANDBY_SCENE,
    })
  }

  function change(wanted: ObsChange): 'ok' | { fixedField: string } {
    const { obs: saved, ...rest } = settings.read()
    const { password, ...others } = wanted
    const { url, standbyScene } = wanted
    if (url !== undefined && fixed.url !== null && !isSameAddress(url ?? '', fixed.url)) return { fixedField: 'url' }
    if (standbyScene !== undefined && fixed.standbyScene !== null && standbyScene !== fixed.standbyScene) {
      return { fixedField: 'standbyScene' }
    }
    const next = { ...saved, ...omitUndefined(others) }
    const access = obsAccess(next, fixed)
    if (password !== undefined && access.isFixed && password !== access.password) return { fixedField: 'password' }
    if (password !== undefined && !access.isFixed) next.password = entered(password ?? '', access.url)
    settings.write({ ...rest, obs: next })
    configure()
    return 'ok'
  }

  return {
    obs,
    pages,
    configure,
    change,
    retry() {
      if (settings.state() === 'locked') void settings.settle()
      obs.retry()
    },
    routes: obsRoutes({
      setup: { ...setup, make: (asked) => setup.make(asked).finally(() => sources.wake()) },
      standbyScene: () => obs.status().standbyScene,
      chooseStandbyScene: (name) => change({ standbyScene: name }),
      pages: () => sources.view(),
      reload: (inputName) => sources.reload(inputName),
      manual: (to) => obs.manual(to),
      pause: (on) => obs.pause(on),
      status: () => obs.status(),
    }),
    async close() {
      // Lets a swap that is under way put the address back.
      await sources.close()
      await obs.close()
    },
  }
}

function entered(text: string, address: string): ObsPassword | null {
  return text === '' ? null : { text, address }
}
