import type { ObsStatus } from '@standby/shared/protocol.ts'
import type { Core, Feature, Route } from '../core.ts'
import type { PageRegistry } from '../feed/page-registry.ts'
import { changed } from '@standby/shared/settings/field.ts'
import { OBS_SETTINGS } from '@standby/shared/settings/obs-settings.ts'
import { effectiveObsUrl, effectiveStandbyScene } from '../settings/effective.pure.ts'
import { savedAt } from '../store/journal.ts'
import { isSameAddress } from './link/address.ts'
import { createObsLink, type ObsLink } from './link/link.ts'
import { obsAccess, type ObsPassword } from './link/password.ts'
import { createOwnPages } from './pages/pages.ts'
import { createSeen } from './pages/seen.ts'
import { createScenePictures } from './picture/picture.ts'
import { obsRoutes, type ObsChange } from './routes.ts'
import { createSetup } from './setup/setup.ts'
import { createToggles, type Toggles } from './toggles.ts'

/** All that has to do with OBS: the link and its automation, the setup in it, and our pages in it. */
export interface Obs extends Feature, Pick<ObsLink, 'setHealth' | 'outputIsReconnecting' | 'status'> {
  routes: readonly Route[]
  toggles: Pick<Toggles, 'list' | 'source' | 'filter'>
  /** Called whenever the status may have changed. */
  onStatus(listener: () => void): void
  /** Takes over the settings. */
  configure(): void
}

export function createObs(core: Core, pages: PageRegistry): Obs {
  const { clock, random, log, journal, settings, port } = core
  const fixed = core.config.obs
  const listeners: (() => void)[] = []
  let lastScenes = ''
  let isLive = false

  const setup = createSetup({ port, log, saved: savedAt(journal, 'obs-made') })
  const sources = createOwnPages({
    clock,
    port,
    pages: () => pages.pages(),
    log,
    saved: savedAt(journal, 'obs-revived'),
    onChange: () => undefined,
  })
  pages.onChange(() => sources.wake())
  const pictures = createScenePictures({ clock, port, status: () => link.status() })
  const toggles = createToggles()
  const link = createObsLink({
    clock,
    random,
    log,
    degradedAfterMs: core.config.degradedAfterMs,
    saved: savedAt(journal, 'obs'),
    onStatus(status) {
      const scenes = JSON.stringify([status.programScene, status.standbyScene, status.scenes, status.output.streaming])
      if (scenes !== lastScenes) seen.wake()
      lastScenes = scenes
      tell()
    },
    onSession(session) {
      setup.attach(session)
      sources.attach(session)
      seen.attach(session)
      pictures.attach(session)
      toggles.attach(session)
    },
  })
  const seen = createSeen({
    clock,
    log,
    port,
    status: () => link.status(),
    isLive: () => isLive,
    hasSound: () => settings.read().overlay.sound.on,
    onChange: tell,
  })

  function status(): ObsStatus {
    const told = link.status()
    return { ...told, problem: told.problem ?? seen.problem(), hints: [...told.hints, ...seen.hints()] }
  }

  function tell(): void {
    core.hub.set('obs', status())
    for (const listener of listeners) listener()
  }

  function configure(): void {
    const { url: _, password: __, standbyScene, ...saved } = settings.read().obs
    const { url, password, elsewhere } = obsAccess(settings.read().obs, fixed)
    const awaited = settings.awaited()
    const isAwaited = awaited !== null && isSameAddress(awaited, url)
    link.configure({
      ...saved,
      url,
      password,
      isPasswordLocked: isAwaited,
      passwordElsewhere: password === null ? (elsewhere ?? awaited) : null,
      standbyScene: effectiveStandbyScene(fixed.standbyScene, standbyScene).value,
    })
  }

  function change(wanted: ObsChange): 'ok' | { fixedField: string } {
    const { obs: saved, ...rest } = settings.read()
    const { password, ...others } = wanted
    const { url, standbyScene } = wanted
    const inForce = {
      url: effectiveObsUrl(fixed.url, saved.url),
      standbyScene: effectiveStandbyScene(fixed.standbyScene, saved.standbyScene),
    }
    if (url !== undefined && inForce.url.by === 'environment' && !isSameAddress(url ?? '', inForce.url.value)) return { fixedField: 'url' }
    if (standbyScene !== undefined && inForce.standbyScene.by === 'environment' && standbyScene !== inForce.standbyScene.value) {
      return { fixedField: 'standbyScene' }
    }
    const next = changed(OBS_SETTINGS, saved, others)
    const access = obsAccess(next, fixed)
    if (password !== undefined && access.isFixed && password !== access.password) return { fixedField: 'password' }
    if (password !== undefined && !access.isFixed) next.password = entered(password ?? '', access.url)
    settings.write({ ...rest, obs: next })
    configure()
    return 'ok'
  }

  settings.onKnown(configure)

  const router = obsRoutes({
    setup: { ...setup, make: (asked) => setup.make(asked).finally(() => (sources.wake(), seen.wake())) },
    standbyScene: () => link.status().standbyScene,
    chooseStandbyScene: (name) => change({ standbyScene: name }),
    pages: () => sources.view(),
    picture: () => pictures.take(),
    reload: (inputName) => sources.reload(inputName),
    manual: (to) => link.manual(to),
    pause: (on) => link.pause(on),
    status,
    change,
    retry() {
      // A person is there to unlock the password store.
      if (settings.state() === 'locked') void settings.settle()
      link.retry()
    },
  })

  return {
    routes: [{ path: '/api', router }],
    toggles,
    configure,
    setHealth(health, since, isRehearsal = false) {
      // OBS sends out nothing of a demo.
      isLive = health === 'live' && !isRehearsal
      link.setHealth(health, since, isRehearsal)
    },
    outputIsReconnecting: link.outputIsReconnecting,
    status,
    onStatus: (listener) => void listeners.push(listener),
    async stop() {
      // Lets a swap that is under way put the address back.
      await sources.close()
      await seen.close()
      await link.close()
    },
  }
}

function entered(text: string, address: string): ObsPassword | null {
  return text === '' ? null : { text, address }
}
