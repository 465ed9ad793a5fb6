import { homedir, userInfo } from 'node:os'
import type { Clock } from '@standby/shared/clock.ts'
import type { Logger } from 'pino'
import * as z from 'zod'
import { DEFAULT_OBS_URL, DEFAULT_STANDBY_SCENE, type Config } from '../config.ts'
import { isBuilt } from '../built.ts'
import type { ObsLinkOptions } from '../obs/adapter.ts'
import { lookAtSettings } from './look-data.ts'
import { askObs, type ObsToAsk } from './look-obs.ts'
import { lookAtPort } from './look-port.ts'
import type { Examined } from './examine.ts'
import type { Private } from './report.ts'
import { installedVersions, newestOwnFile } from './versions.ts'

export interface DoctorParts {
  clock: Clock
  log: Logger
  openObs: (options: ObsLinkOptions) => { close(): void }
  /** OBS's password where it is not in the settings file but in the system's store. */
  storedPassword: string | null
  latestFormat: number
}

/** What there is to examine where Standby does not run. */
export function examinedOf(config: Config, { clock, log, openObs, latestFormat, storedPassword }: DoctorParts): Examined {
  return {
    dataDir: config.dataDir,
    upstream: config.upstream,
    probeHosts: config.probeHosts,
    clock,
    latestFormat,
    versions: installedVersions(),
    notBefore: newestOwnFile(config.dataDir),
    arePagesBuilt: isBuilt,
    port: config.port,
    lookAtPort: () => lookAtPort(config.host, config.port),
    openDatabase: null,
    lookAtObs(settings) {
      const asked = obsToAsk(settings, config.obs)
      return askObs({ ...asked, password: asked.password ?? storedPassword }, { clock, log, open: openObs })
    },
  }
}

/** What must not stand in a report, from the settings as they are now. */
export function privateParts(config: Config, more: readonly (string | null)[] = []): Private {
  const settings = lookAtSettings(config.dataDir).document
  const secrets = [
    config.obs.password,
    config.upstream.signApiKey,
    config.webhook?.url ?? null,
    obsToAsk(settings, config.obs).password,
    ...more,
  ]
  return { home: homedir(), account: userInfo().username, secrets: secrets.filter((secret) => secret !== null) }
}

/** OBS's password from the system's store, where the settings file says that it is there; null where it is not given out. */
export async function readStoredPassword(dataDir: string, ask: () => Promise<string | null>): Promise<string | null> {
  const isStored = z.object({ obs: z.object({ password: z.null(), passwordIn: z.literal('system') }) })
  if (!isStored.safeParse(lookAtSettings(dataDir).document).success) return null
  return ask().catch(() => null)
}

const savedObs = z.object({
  obs: z.object({
    enabled: z.boolean().default(true),
    url: z.string().nullish(),
    password: z.string().nullish(),
    standbyScene: z.string().nullish(),
  }),
})

/** The link that Standby itself would make: the environment first, then the settings file. */
export function obsToAsk(settings: unknown, fixed: Config['obs']): ObsToAsk {
  const parsed = savedObs.safeParse(settings)
  const saved = parsed.success ? parsed.data.obs : null
  return {
    enabled: saved?.enabled ?? true,
    url: fixed.url ?? saved?.url ?? DEFAULT_OBS_URL,
    password: fixed.password ?? saved?.password ?? null,
    standbyScene: fixed.standbyScene ?? saved?.standbyScene ?? DEFAULT_STANDBY_SCENE,
  }
}
