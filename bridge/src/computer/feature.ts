import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Core, Feature, Route } from '../core.ts'
import { installedVersions } from '../doctor/versions.ts'
import type { Live } from '../live/live.ts'
import { CHANGES_FILE, LICENCES_FILE, PACKAGE, ROOT } from '../paths.ts'
import { savedAt } from '../store/journal.ts'
import { createAutostart, type Autostart } from './autostart.ts'
import { newestRelease } from './new-version.ts'
import { openOnScreen } from './open.ts'
import { computerRoutes, textRoutes } from './routes.ts'
import { createVersionLooks, type VersionLooks } from './version-looks.ts'

/** Standby as a program on this computer: quitting, starting with the computer, its folder, its version and its licences. */
export function createComputer(core: Core, live: Pick<Live, 'isDemo'>, quit: () => void): Feature & { routes: readonly Route[] } {
  const { config, settings, log } = core
  const autostart = PACKAGE === null ? null : autostartHere()
  const { standby: version, node } = installedVersions()
  const { builtAt = null, releases = null } = PACKAGE ?? {}
  const looks = releases === null ? null : looksAt(releases, version, core, live)

  const router = computerRoutes({
    async view() {
      const isOn = autostart === null ? null : await autostart.isOn()
      const looksWeekly = looks === null ? null : settings.read().computer.looksWeekly
      const isPackage = PACKAGE !== null
      const hasWindow = isPackage && process.platform === 'win32'
      const found = looks?.found() ?? null
      return { version, node, isPackage, hasWindow, builtAt, autostart: isOn, releases, looksWeekly, found }
    },
    quit(dataDir) {
      if (dataDir !== null && resolve(dataDir) !== resolve(config.dataDir)) return false
      log.info('a person asked Standby to quit')
      quit()
      return true
    },
    autostart,
    openFolder: () => openOnScreen(config.dataDir),
    newVersion: async () => looks?.now() ?? null,
    setLooksWeekly(on) {
      if (looks === null) return false
      settings.write({ ...settings.read(), computer: { looksWeekly: on } })
      return true
    },
  })

  return {
    routes: [
      { path: '/api', router },
      { path: '/', router: textRoutes({ '/licences': LICENCES_FILE, '/changes': CHANGES_FILE }) },
    ],
    async start() {
      looks?.start()
      // An update has moved the program, and the entry names its place.
      if (autostart === null || !(await autostart.isOn())) return
      await autostart.set(true).catch((error: unknown) => log.warn({ err: error }, 'autostart: the entry could not be renewed'))
    },
    stop: () => looks?.stop(),
  }
}

function looksAt(releases: string, current: string, { clock, journal, settings, hub }: Core, live: Pick<Live, 'isDemo'>): VersionLooks {
  return createVersionLooks({
    current,
    clock,
    ask: () => newestRelease(releases),
    isWeekly: () => settings.read().computer.looksWeekly,
    isLive: () => !live.isDemo() && hub.state().tiktok.health !== 'offline',
    saved: savedAt(journal, 'new-version'),
  })
}

function autostartHere(): Autostart {
  const { platform, execPath, execArgv } = process
  const program = platform === 'win32' ? [join(ROOT, '..', 'Standby.cmd')] : [execPath, ...execArgv, join(ROOT, 'start.js')]
  return createAutostart({ platform, home: homedir(), configHome: process.env['XDG_CONFIG_HOME'], command: [...program, '--background'] })
}
