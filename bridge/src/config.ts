import { isIP } from 'node:net'
import { join } from 'node:path'
import { DEFAULT_RECONNECTION, type ReconnectionSettings } from '@standby/shared/connection/policy.ts'
import { DEFAULT_PORT } from '@standby/shared/protocol.ts'
import envPaths from 'env-paths'
import * as z from 'zod'
import { readWebhookAddress, type WebhookAddress } from './alerts/webhook-address.ts'
import { readProbeHosts, type Target } from './network/targets.ts'
import { parseUsername } from './tiktok/username.ts'
import type { Upstream } from './tiktok/upstream.ts'

export interface Config {
  host: string
  port: number
  dataDir: string
  logLevel: (typeof LOG_LEVELS)[number]
  /** Null: not fixed by the environment. */
  tiktokUsername: string | null
  upstream: Upstream
  obs: { url: string | null; password: string | null; standbyScene: string | null }
  reconnection: ReconnectionSettings
  degradedAfterMs: number
  /** Where alerts go; null: nowhere but the dock and the log. */
  webhook: WebhookAddress | null
  /** Neutral hosts that tell whether the internet is there. */
  probeHosts: readonly Target[]
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
    const value = env[name]?.trim()
    return value === undefined || value === '' ? null : value
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

  const url = (name: string, protocols: readonly string[], example: string): string | null => {
    const value = text(name)
    if (value === null) return null
    const parsed = z.url().safeParse(value)
    const protocol = parsed.success ? new URL(parsed.data).protocol : ''
    if (!protocols.includes(protocol)) {
      errors.push(`${name}: this is not an address that can be used. Give one like ${example}, or leave it out.`)
      return null
    }
    return value.replace(/\/+$/, '')
  }

  const probeHosts = readProbeHosts(env['STANDBY_PROBE_HOSTS'])
  if (!probeHosts.ok) errors.push(probeHosts.message)

  const hook = text('STANDBY_WEBHOOK_URL')
  const webhook = hook === null ? null : readWebhookAddress(hook)
  if (webhook?.ok === false) errors.push(`STANDBY_WEBHOOK_URL: ${webhook.message}`)

  const web = ['https:', 'http:']
  const host = text('STANDBY_HOST') ?? '127.0.0.1'
  if (!isLoopback(host)) {
    errors.push(
      `STANDBY_HOST: ${host} can be reached from other machines, and Standby has no passwords for that. Use 127.0.0.1, or leave it out.`,
    )
  }

  const name = text('TIKTOK_USERNAME')
  const username = name === null ? null : parseUsername(name)
  if (username?.ok === false) errors.push(`TIKTOK_USERNAME: ${username.message}`)

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

  const config: Config = {
    host,
    port: whole('STANDBY_PORT', DEFAULT_PORT, 0, 65_535),
    dataDir: text('STANDBY_DATA_DIR') ?? join(envPaths('Standby', { suffix: '' }).data),
    logLevel: level ?? 'info',
    tiktokUsername: username?.ok === true ? username.username : null,
    upstream: {
      webUrl: url('TIKTOK_WEB_URL', web, 'https://www.tiktok.com') ?? 'https://www.tiktok.com',
      webcastUrl: url('TIKTOK_WEBCAST_URL', web, 'https://webcast.tiktok.com') ?? 'https://webcast.tiktok.com',
      signUrl: url('SIGN_API_URL', web, 'https://api.eulerstream.com') ?? 'https://api.eulerstream.com',
      signApiKey: text('SIGN_API_KEY'),
    },
    obs: {
      url: url('OBS_WEBSOCKET_URL', ['ws:', 'wss:'], DEFAULT_OBS_URL),
      password: env['OBS_WEBSOCKET_PASSWORD'] ?? null,
      standbyScene: text('OBS_STANDBY_SCENE'),
    },
    reconnection,
    webhook: webhook?.ok === true ? webhook.address : null,
    probeHosts: probeHosts.ok ? probeHosts.hosts : [],
    degradedAfterMs: whole('DEGRADED_AFTER', 10_000, 1_000, 600_000),
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, config, warnings }
}

export const DEFAULT_OBS_URL = 'ws://127.0.0.1:4455'
export const DEFAULT_STANDBY_SCENE = 'Standby'

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
