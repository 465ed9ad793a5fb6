import { signBudget, type BudgetWindow } from '@standby/shared/connection/budget.ts'
import { DEFAULT_RECONNECTION, type ReconnectionSettings } from '@standby/shared/connection/policy.ts'
import { DEFAULT_WAYS, parseWays, WAYS, type Way } from '@standby/shared/connection/way.ts'
import { isLoopbackAddress, isLoopbackHost, LOOPBACK_ADDRESS } from '@standby/shared/loopback.ts'
import { DEFAULT_PORT } from '@standby/shared/protocol.ts'
import { DEFAULT_OBS_URL } from '@standby/shared/settings/obs-settings.ts'
import { DEFAULT_TIKFINITY_PORT } from '@standby/shared/settings/tikfinity-settings.ts'
import { parseUsername } from '@standby/shared/settings/tiktok-username.ts'
import { MAX_CHANNELS } from '@standby/shared/channels.ts'
import { parseChannels } from '@standby/shared/settings/channel-settings.ts'
import { MAX_NAMES, webName } from '@standby/shared/web-names.ts'
import * as z from 'zod'
import { readWebhookAddress, type WebhookAddress } from './alerts/webhook-address.ts'
import { readProxy } from './network/proxy.ts'
import { readProbeHosts, type Target } from './network/targets.ts'
import { TOKEN_KINDS, TOKEN_PATTERN, type TokenKind } from './server/token-kinds.ts'
import type { StudioCredentials } from './sources/studio/credentials.pure.ts'
import type { Upstream } from './sources/tiktok/upstream.ts'
import { dataDirOf, unquoted } from './start/data-dir.ts'

/** Where OBS's password is to be: in the system's own store, or in the settings file. */
export type SecretPlace = 'system' | 'file'

export interface Config {
  host: string
  port: number
  dataDir: string
  /** Where OBS's password is kept. */
  secrets: SecretPlace
  /** For other computers; those that the environment gives, null if it gives none. Null as a whole: nobody else gets in. */
  tokens: Readonly<Record<TokenKind, string | null>> | null
  logLevel: (typeof LOG_LEVELS)[number]
  /** Names by which the viewers' pages may be opened on this computer; null: not fixed by the environment. */
  names: readonly string[] | null
  /** Whether such names are answered on port 80 too; null: not fixed by the environment. */
  port80: boolean | null
  /** Null: not fixed by the environment. */
  tiktokUsername: string | null
  /** Further channels; null: not fixed by the environment. */
  channels: readonly string[] | null
  upstream: Upstream
  /** What a key of the sign service allows, for all channels together. Without a key it has no effect. */
  signBudget: readonly BudgetWindow[]
  /** The ways into a LIVE that are switched on, the best first; null: not fixed by the environment. */
  ways: readonly Way[] | null
  /** Where a TikFinity app on this computer has its feed. */
  tikfinityUrl: string
  /** Where the sign service has its managed socket. */
  eulerUrl: string
  /** What LIVE Studio wants to see; null: it cannot be used. Secret. */
  studio: StudioCredentials | null
  obs: { url: string | null; password: string | null; standbyScene: string | null }
  reconnection: ReconnectionSettings
  degradedAfterMs: number
  /** Where alerts go; null: nowhere but the dock and the log. */
  webhook: WebhookAddress | null
  /** Neutral hosts that tell whether the internet is there. */
  /** The variable that decides about a proxy, also if it names none that can be used; null: there is none. */
  proxyFrom: string | null
  probeHosts: readonly Target[]
  /** Of the socket for programs that know TikFinity; null: none. */
  tikfinityPort: number | null
}

export type Environment = Readonly<Record<string, string | undefined>>

export type ConfigResult = { ok: true; config: Config; warnings: string[] } | { ok: false; errors: string[] }

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

/**
 * Reads the environment once. A number or a level that makes no sense falls back to its default, or to the nearest allowed value, with a
 * warning that names the variable. An address, a name or a host that makes no sense stops the start: a guess could reach somebody else.
 */
export function readConfig(env: Environment): ConfigResult {
  const warnings: string[] = []
  const errors: string[] = []

  const text = (name: string): string | null => {
    const value = unquoted(env[name] ?? '')
    return value === '' ? null : value
  }

  const number = (name: string, fallback: number, min: number, max: number): number => {
    const value = text(name)
    if (value === null) return fallback
    const parsed = Number(value)
    if (!Number.isFinite(parsed)) {
      warnings.push(`${name}: "${value}" is not a number; using ${fallback}.`)
      return fallback
    }
    const clamped = Math.min(Math.max(parsed, min), max)
    if (clamped !== parsed) warnings.push(`${name}: ${value} is outside ${min} to ${max}; using ${clamped}.`)
    return clamped
  }

  const whole = (name: string, fallback: number, min: number, max: number): number => Math.round(number(name, fallback, min, max))

  const token = (kind: TokenKind): string | null => {
    const name = TOKEN_VARIABLES[kind]
    const value = text(name)
    if (value !== null && !TOKEN_PATTERN.test(value)) {
      errors.push(`${name}: a token has 24 to 200 letters, digits, - and _. Use one like that, or leave it out: Standby then makes one.`)
    }
    return value
  }

  const readTokens = (): Config['tokens'] => {
    const wish = text('STANDBY_TOKENS')?.toLowerCase() ?? 'off'
    if (!['on', 'off'].includes(wish)) errors.push('STANDBY_TOKENS: set it to on, or leave it out.')
    const given = { read: token('read'), control: token('control') }
    if (given.read !== null && given.read === given.control) {
      errors.push(
        'STANDBY_READ_TOKEN and STANDBY_CONTROL_TOKEN are the same. Use two different ones, or leave one out: Standby then makes it.',
      )
    }
    if (wish === 'on') return given
    for (const kind of TOKEN_KINDS) {
      if (given[kind] !== null) warnings.push(`${TOKEN_VARIABLES[kind]}: has no effect without STANDBY_TOKENS=on.`)
    }
    return null
  }

  const url = (name: string, protocols: readonly string[], example: string): string | null => {
    const value = text(name)
    if (value === null) return null
    const parsed = z.url().safeParse(value)
    const protocol = parsed.success ? new URL(parsed.data).protocol : ''
    if (!protocols.includes(protocol)) {
      errors.push(`${name}: this address cannot be used. Use one like ${example}, or leave it out.`)
      return null
    }
    return value.replace(/\/+$/, '')
  }

  /** A feed from another computer could be anybody's. */
  const localFeed = (name: string, usual: string): string => {
    const value = url(name, ['ws:'], usual) ?? usual
    if (isLoopbackHost(new URL(value).hostname)) return value
    errors.push(`${name}: this address is not on this computer. Use one like ${usual}, or leave it out.`)
    return usual
  }

  /** The key goes there, so it is encrypted, or stays on this computer. */
  const managedSocket = (): string => {
    const value = url('EULER_URL', ['wss:', 'ws:'], DEFAULT_EULER_URL) ?? DEFAULT_EULER_URL
    if (value.startsWith('wss:') || isLoopbackHost(new URL(value).hostname)) return value
    errors.push(`EULER_URL: this address is not encrypted. Use one like ${DEFAULT_EULER_URL}, or leave it out.`)
    return DEFAULT_EULER_URL
  }

  const readSignBudget = (): readonly BudgetWindow[] =>
    signBudget({ minute: whole('SIGN_REQUESTS_PER_MINUTE', 5, 1, 10_000), hour: whole('SIGN_REQUESTS_PER_HOUR', 30, 1, 100_000) })

  const readChannels = (): readonly string[] | null => {
    const value = text('STANDBY_CHANNELS')
    if (value === null) return null
    const list = parseChannels(value)
    if (!list.ok) {
      errors.push(`STANDBY_CHANNELS: “${list.wrong}” is no TikTok name. Write the names with commas between them, like anna,ben.`)
      return null
    }
    if (list.names.length > MAX_CHANNELS) {
      errors.push(
        `STANDBY_CHANNELS: there are ${list.names.length} names, and one Standby takes ${MAX_CHANNELS}. Run a second one for the rest.`,
      )
      return null
    }
    return list.names
  }

  const readStudio = (): StudioCredentials | null => {
    const [appId, keyId, secret] = STUDIO_VARIABLES.map(text)
    if (appId && keyId && secret) return { appId, keyId, secret }
    if (appId || keyId || secret) errors.push(`${STUDIO_VARIABLES.join(', ')}: LIVE Studio needs all three. Set them all, or none.`)
    return null
  }

  const wantedWays = text('TIKTOK_SOURCES')
  const ways = wantedWays === null ? undefined : parseWays(wantedWays)
  if (ways === null)
    errors.push(`TIKTOK_SOURCES: name ways that Standby has, each once, like ${DEFAULT_WAYS.join(',')}. It has ${WAYS.join(', ')}.`)

  const probeHosts = readProbeHosts(env['STANDBY_PROBE_HOSTS'])
  if (!probeHosts.ok) errors.push(probeHosts.message)

  const proxied = readProxy(text)
  if (proxied.error !== null) errors.push(proxied.error)
  if (proxied.warning !== null) warnings.push(proxied.warning)

  const hook = text('STANDBY_WEBHOOK_URL')
  const webhook = hook === null ? null : readWebhookAddress(hook)
  if (webhook?.ok === false) errors.push(`STANDBY_WEBHOOK_URL: ${webhook.message}`)

  const web = ['https:', 'http:']
  const host = text('STANDBY_HOST') ?? LOOPBACK_ADDRESS
  const tokens = readTokens()
  if (!isLoopback(host) && tokens === null) {
    errors.push(
      `STANDBY_HOST: ${host} can be reached from other computers, which need tokens. Set STANDBY_TOKENS=on as well ` +
        '(docs/two-computers.md), or leave STANDBY_HOST out.',
    )
  } else if (!isLoopback(host) && !EVERY_ADDRESS.includes(host)) {
    errors.push(
      `STANDBY_HOST: ${host} would shut out OBS on this computer. Use 0.0.0.0, which is every address of this computer, or leave it out.`,
    )
  }

  const name = text('TIKTOK_USERNAME')
  const username = name === null ? null : parseUsername(name)
  if (username?.ok === false) errors.push(`TIKTOK_USERNAME: ${username.message}`)
  const named = username?.ok === true ? username.username : null
  const channels = readChannels()

  const level = LOG_LEVELS.find((known) => known === text('LOG_LEVEL')?.toLowerCase())
  if (level === undefined && text('LOG_LEVEL') !== null) {
    warnings.push(`LOG_LEVEL: "${text('LOG_LEVEL')}" is none of ${LOG_LEVELS.join(', ')}; using info.`)
  }

  const reconnection: ReconnectionSettings = {
    maxAttempts: whole('RECONNECTION_MAX_ATTEMPTS', DEFAULT_RECONNECTION.maxAttempts, 1, 1_000),
    baseDelayMs: whole('RECONNECTION_BASE_DELAY', DEFAULT_RECONNECTION.baseDelayMs, 1_000, 600_000),
    maxDelayMs: whole('RECONNECTION_MAX_DELAY', DEFAULT_RECONNECTION.maxDelayMs, 1_000, 3_600_000),
    multiplier: number('RECONNECTION_BACKOFF_MULTIPLIER', DEFAULT_RECONNECTION.multiplier, 1, 10),
  }
  if (reconnection.maxDelayMs < reconnection.baseDelayMs) {
    warnings.push(`RECONNECTION_MAX_DELAY: below RECONNECTION_BASE_DELAY; using ${reconnection.baseDelayMs}.`)
    reconnection.maxDelayMs = reconnection.baseDelayMs
  }

  const { names, wrong } = readNames(text('STANDBY_NAMES'))
  if (wrong !== null) {
    errors.push(
      `STANDBY_NAMES: ${wrong} cannot be used. Use names such as overlay.standby.test, with spaces between them and without ports.`,
    )
  }
  const port80 = text('STANDBY_PORT_80')?.toLowerCase() ?? null
  if (port80 !== null && !['on', 'off'].includes(port80)) errors.push('STANDBY_PORT_80: set it to on or off, or leave it out.')

  const secrets = text('STANDBY_SECRETS')?.toLowerCase() ?? 'system'
  if (secrets !== 'system' && secrets !== 'file') warnings.push(`STANDBY_SECRETS: "${secrets}" is neither system nor file; using system.`)

  if (/[\u0000-\u001f]/.test(text('STANDBY_DATA_DIR') ?? '')) {
    errors.push('STANDBY_DATA_DIR: a folder’s name cannot have such a character. Write the name again, or leave the variable out.')
  }
  const config: Config = {
    host,
    port: whole('STANDBY_PORT', DEFAULT_PORT, 0, 65_535),
    dataDir: dataDirOf(env),
    secrets: secrets === 'file' ? 'file' : 'system',
    tokens,
    names,
    port80: port80 === null ? null : port80 === 'on',
    logLevel: level ?? 'info',
    tiktokUsername: named ?? channels?.[0] ?? null,
    channels,
    upstream: {
      webUrl: url('TIKTOK_WEB_URL', web, 'https://www.tiktok.com') ?? 'https://www.tiktok.com',
      webcastUrl: url('TIKTOK_WEBCAST_URL', web, 'https://webcast.tiktok.com') ?? 'https://webcast.tiktok.com',
      signUrl: url('SIGN_API_URL', web, 'https://api.eulerstream.com') ?? 'https://api.eulerstream.com',
      signApiKey: text('SIGN_API_KEY'),
      ...(proxied.proxy !== null && { proxy: proxied.proxy }),
    },
    signBudget: readSignBudget(),
    ways: ways ?? null,
    studio: readStudio(),
    eulerUrl: managedSocket(),
    tikfinityUrl: localFeed('TIKFINITY_URL', DEFAULT_TIKFINITY_URL),
    obs: {
      url: url('OBS_WEBSOCKET_URL', ['ws:', 'wss:'], DEFAULT_OBS_URL),
      password: env['OBS_WEBSOCKET_PASSWORD'] ?? null,
      standbyScene: text('OBS_STANDBY_SCENE'),
    },
    reconnection,
    webhook: webhook?.ok === true ? webhook.address : null,
    proxyFrom: proxied.from,
    probeHosts: probeHosts.ok ? probeHosts.hosts : [],
    degradedAfterMs: whole('DEGRADED_AFTER', 10_000, 1_000, 600_000),
    // Left empty, it switches the socket off; left out, it is TikFinity's own port.
    tikfinityPort: env['STANDBY_TIKFINITY_PORT']?.trim() === '' ? null : whole('STANDBY_TIKFINITY_PORT', DEFAULT_TIKFINITY_PORT, 0, 65_535),
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, config, warnings }
}

const DEFAULT_EULER_URL = 'wss://ws.eulerstream.com'
export const DEFAULT_TIKFINITY_URL = `ws://${LOOPBACK_ADDRESS}:21213`

const STUDIO_VARIABLES = ['LIVE_STUDIO_APP_ID', 'LIVE_STUDIO_KEY_ID', 'LIVE_STUDIO_SECRET'] as const
/** `wrong`: the first that is no name. */
function readNames(text: string | null): { names: string[] | null; wrong: string | null } {
  if (text === null) return { names: null, wrong: null }
  const parts = text.split(/[\s,]+/).filter((part) => part !== '')
  const wrong = parts.find((part) => webName(part) === null) ?? null
  if (parts.length > MAX_NAMES) return { names: null, wrong: `a list of more than ${MAX_NAMES} names` }
  return { names: [...new Set(parts.flatMap((part) => webName(part) ?? []))], wrong: wrong === null ? null : `“${wrong}”` }
}

const TOKEN_VARIABLES: Readonly<Record<TokenKind, string>> = { read: 'STANDBY_READ_TOKEN', control: 'STANDBY_CONTROL_TOKEN' }

/** Every address of this computer; with one of its own alone, 127.0.0.1 would be gone. */
export const EVERY_ADDRESS: readonly string[] = ['0.0.0.0', '::']

/** As it may be listened on: an IPv6 address without brackets. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || isLoopbackAddress(host)
}
