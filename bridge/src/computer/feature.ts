import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Core, Feature, Route } from '../core.ts'
import { installedVersions } from '../doctor/versions.ts'
import { LICENCES_FILE, PACKAGE, ROOT } from '../paths.ts'
import { createAutostart, type Autostart } from './autostart.ts'
import { lookForVersion } from './new-version.ts'
import { openOnScreen } from './open.ts'
import { computerRoutes, licenceRoutes } from './routes.ts'

/** Standby as a program on this computer: quitting, starting with the computer, its folder, its version and its licences. */
export function createComputer({ config, log }: Core, quit: () => void): Feature & { routes: readonly Route[] } {
  const autostart = PACKAGE === null ? null : autostartHere()
  const { standby: version, node } = installedVersions()
  const { builtAt = null, releases = null } = PACKAGE ?? {}

  const router = computerRoutes({
    async view() {
      const isOn = autostart === null ? null : await autostart.isOn()
      return { version, node, isPackage: PACKAGE !== null, builtAt, autostart: isOn, releases }
    },
    quit(dataDir) {
      if (dataDir !== null && resolve(dataDir) !== resolve(config.dataDir)) return false
      log.info('a person asked Standby to quit')
      quit()
      return true
    },
    autostart,
    openFolder: () => openOnScreen(config.dataDir),
    newVersion: async () => (releases === null ? null : lookForVersion(releases, version)),
  })

  return {
    routes: [
      { path: '/api', router },
      { path: '/', router: licenceRoutes(LICENCES_FILE) },
    ],
    // An update has moved the program, and the entry names its place.
    async start() {
      if (autostart === null || !(await autostart.isOn())) return
      await autostart.set(true).catch((error: unknown) => log.warn({ err: error }, 'autostart: the entry could not be renewed'))
    },
  }
}

function autostartHere(): Autostart {
  const command = [process.execPath, ...process.execArgv, join(ROOT, 'start.js'), '--background']
  return createAutostart({ platform: process.platform, home: homedir(), configHome: process.env['XDG_CONFIG_HOME'], command })
}
