import { homedir } from 'node:os'
import type { Clock } from '@standby/shared/clock.ts'
import type { Way } from '@standby/shared/connection/way.ts'
import { savedWays } from '@standby/shared/settings/connection.ts'
import { OBS_LINK } from '@standby/shared/settings/obs-settings.ts'
import { savedOf } from '@standby/shared/settings/schema.ts'
import { TIKFINITY } from '@standby/shared/settings/tikfinity-settings.ts'
import type { Logger } from 'pino'
import * as z from 'zod'
import type { Config } from '../config.ts'
import { isBuilt } from '../start/build-check.ts'
import type { ObsLinkOptions } from '../obs/link/adapter.ts'
import { obsAccess, type ObsPassword } from '../obs/link/password.ts'
import { effectiveObsUrl, effectiveStandbyScene, effectiveWays } from '../settings/effective.pure.ts'
import { fromSecret } from '../settings/secret.pure.ts'
import { listenOnce } from '../sources/first-frame.ts'
import { STUDIO_URLS } from '../sources/studio/attempt.ts'
import { readCredentials } from '../sources/studio/credentials.pure.ts'
import { guestPushServer } from '../sources/tiktok/guest-client.ts'
import { portHolder } from '../tikfinity/port-holder.ts'
import { accountName } from './account.ts'
import { lookAtSettings } from './look-data.ts'
import { askObs, type ObsToAsk } from './look-obs.ts'
import { reachHost } from './look-network.ts'
import type { WaysToLookAt } from './look-ways.ts'
import { lookAtPort } from './look-port.ts'
import { lookAtProxy, systemProxy } from './look-proxy.ts'
import type { Examined } from './examine.ts'
import type { Private } from './report.ts'
import type { TikFinityFacts } from './verdicts.ts'
import { installedVersions, newestOwnFile } from './versions.ts'

export interface DoctorParts {
  clock: Clock
  log: Logger
  openObs: (options: ObsLinkOptions) => { close(): void }
  /** OBS's password if it is not in the settings file but in the system's store. */
  storedPassword: ObsPassword | null
  latestFormat: number
}

/** What there is to examine if Standby does not run. */
export function examinedOf(config: Config, { clock, log, openObs, latestFormat, storedPassword }: DoctorParts): Examined {
  const listen = listenOnce(clock)
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
    lookAtProxy: () =>
      lookAtProxy({ proxy: config.upstream.proxy ?? null, from: config.proxyFrom }, { clock, system: () => systemProxy() }),
    lookAtTikFinity: (settings) => lookAtTikFinity(settings, config.tikfinityPort, listen),
    openDatabase: null,
    waysToLookAt: (settings) => waysToLookAt(settings, config, { clock, listen }),
    lookAtObs(settings) {
      return askObs(obsToAsk(settings, config.obs, storedPassword), { clock, log, open: openObs })
    },
  }
}

const savedTikFinity = z.object({ tikfinity: z.object(savedOf(TIKFINITY, {})).prefault({}) })

/** Who has the port of the socket for TikFinity's clients. */
async function lookAtTikFinity(settings: unknown, port: number | null, listen: WaysToLookAt['listen']): Promise<TikFinityFacts> {
  const saved = savedTikFinity.safeParse(settings)
  const about = { port, clients: 0 }
  if (port === null || (saved.success && !saved.data.tikfinity.on)) return { ...about, socket: { state: 'off' } }
  const holder = port === 0 ? null : await portHolder(port, listen)
  return { ...about, socket: holder === null ? { state: 'opening' } : { state: 'taken', by: holder } }
}

/** What must not stand in a report, from the settings as they are now. */
export function privateParts(config: Config, more: readonly (string | null)[] = []): Private {
  const { document } = lookAtSettings(config.dataDir)
  const saved = parseSaved(document)
  const secrets = [
    config.obs.password,
    config.upstream.signApiKey,
    config.webhook?.url ?? null,
    ...Object.values<string>({ ...config.studio }),
    saved?.password ?? null,
    ...savedKeyTexts(document),
    ...more,
  ]
  return { home: homedir(), account: accountName(), secrets: secrets.filter((secret) => secret !== null) }
}

/** OBS's password from the system's store, if the settings file says that it is there; null if it is not given out. */
export async function readStoredPassword(
  { dataDir, obs: { url: fixedUrl } }: Pick<Config, 'dataDir' | 'obs'>,
  ask: () => Promise<string | null>,
): Promise<ObsPassword | null> {
  const saved = parseSaved(lookAtSettings(dataDir).document)
  if (saved?.passwordIn !== 'system' || (saved.password ?? null) !== null) return null
  const secret = await ask().catch(() => null)
  if (secret === null) return null
  return fromSecret(secret) ?? { text: secret, address: saved.passwordFor ?? effectiveObsUrl(fixedUrl, saved.url).value }
}

const savedObs = z.object({
  obs: z.object({
    ...savedOf(OBS_LINK, { url: z.string().nullable() }),
    password: z.string().nullish(),
    passwordFor: z.string().nullish(),
    passwordIn: z.string().nullish(),
  }),
})

const savedKey = z.object({ password: z.string().nullish(), passwordIn: z.string().nullish() }).prefault({})
const savedKeys = z.object({ studio: savedKey, signKey: savedKey })

/** The keys that are in the settings file, because there is no store. */
function savedKeyTexts(settings: unknown): string[] {
  const saved = savedKeys.safeParse(settings ?? {})
  const { signKey, studio } = saved.success ? saved.data : {}
  return [signKey?.password ?? null, ...Object.values<string>({ ...readCredentials(studio?.password ?? '') })].filter(
    (text) => text !== null,
  )
}

function waysToLookAt(settings: unknown, config: Config, { clock, listen }: Pick<WaysToLookAt, 'clock' | 'listen'>): WaysToLookAt {
  const saved = savedKeys.safeParse(settings ?? {})
  const isSaved = (key: 'studio' | 'signKey'): boolean => {
    const { password, passwordIn } = saved.success ? saved.data[key] : {}
    return (password ?? null) !== null || passwordIn === 'system'
  }
  const web = (url: string): string => url.replace(/^ws/, 'http')
  return {
    order: waysOf(settings, config.ways),
    hasKey: { studio: config.studio !== null || isSaved('studio'), euler: config.upstream.signApiKey !== null || isSaved('signKey') },
    urls: {
      direct: web(guestPushServer(config.upstream.webcastUrl)),
      euler: web(config.eulerUrl),
      tikfinity: config.tikfinityUrl,
      studio: STUDIO_URLS,
    },
    ownPorts: [config.port, config.tikfinityPort],
    listen,
    reach: (url) => reachHost(url, clock, { proxy: config.upstream.proxy }),
    clock,
  }
}

/** The ways that Standby itself would use: the environment first, then the settings file. */
function waysOf(settings: unknown, fixed: Config['ways']): readonly Way[] {
  const parsed = z.object({ ways: savedWays }).safeParse(settings)
  return effectiveWays(fixed, parsed.success ? parsed.data.ways : null).value
}

function parseSaved(settings: unknown): z.infer<typeof savedObs>['obs'] | null {
  const parsed = savedObs.safeParse(settings)
  return parsed.success ? parsed.data.obs : null
}

/** The link that Standby itself would make: the environment first, then the settings file, then the system's store. */
export function obsToAsk(settings: unknown, fixed: Config['obs'], stored: ObsPassword | null): ObsToAsk {
  const saved = parseSaved(settings)
  const text = saved?.password ?? null
  const inFile = text === null ? null : { text, address: saved?.passwordFor ?? effectiveObsUrl(fixed.url, saved?.url).value }
  const { url, password } = obsAccess({ url: saved?.url, password: inFile ?? stored }, fixed)
  return {
    enabled: saved?.enabled ?? true,
    url,
    password,
    standbyScene: effectiveStandbyScene(fixed.standbyScene, saved?.standbyScene).value,
  }
}
