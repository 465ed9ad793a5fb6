import { CHECK_TEXTS } from '@standby/shared/words/checks.ts'
import { checkText, type Check, type CheckFinding, type CheckId, type CheckVerdict } from '@standby/shared/checks.ts'
import type { TikFinityView } from '@standby/shared/tikfinity.ts'
import type { Verdict } from '../network/verdict.pure.ts'
import type { ObsCauseKind } from '../obs/link/policy.ts'

/** What was seen of the data directory. */
export interface DataFacts {
  folder: string
  state: 'writable' | 'missing' | 'no-folder' | { code: string }
  freeBytes: number | null
  /** A file in it that other accounts can read. */
  openFile: string | null
  /** Where other accounts can put files in the place of ours. */
  openFolder: string | null
}

export type DatabaseFacts =
  { state: 'new' | 'in-use' | 'too-new' } | { state: 'sound'; bytes: number } | { state: 'broken' | 'in-memory'; reason: string }

export interface SettingsFacts {
  state: 'fine' | 'new' | 'broken' | { code: string }
  /** The newest of those that were set aside. */
  setAside: string | null
}

export type PortFacts =
  | { state: 'any' }
  | { state: 'free' }
  | { state: 'serving' | 'standby'; url: string }
  | { state: 'taken'; by: string }
  | { state: 'refused'; code: string }

/** The socket for TikFinity's clients, as the API tells it. */
export type TikFinityFacts = Pick<TikFinityView, 'socket' | 'port'> & { clients: number }

/** One name or host that was asked. */
export type Reached = { host: string } & ({ ok: true; ms: number } | { ok: false; code: string })

export interface ClockFacts {
  now: number
  /** The latest time that something here is known to have happened. */
  notBefore: number
  certificateCodes: readonly string[]
}

export interface ObsFacts {
  url: string
  hasPassword: boolean
  state: 'off' | 'connected' | ObsCauseKind
  version: string | null
  standbyScene: string
  /** Null: not connected, or OBS did not say. */
  sceneExists: boolean | null
}

const LOW_MB = 500
const NOTHING_LEFT_MB = 50
const DAY_MS = 86_400_000

export function data({ folder, state, freeBytes, openFile, openFolder }: DataFacts): Check {
  if (typeof state === 'object') return check('data', 'fail', { code: 'data-not-writable', params: { folder, code: state.code } })
  if (state === 'no-folder') return check('data', 'fail', { code: 'data-no-folder', params: { folder } })
  if (state === 'missing' && openFolder === null) return check('data', 'ok', { code: 'data-new', params: { folder } })
  const freeMb = freeBytes === null ? Infinity : Math.floor(freeBytes / 1_000_000)
  if (freeMb < LOW_MB) return check('data', freeMb < NOTHING_LEFT_MB ? 'fail' : 'warn', { code: 'disk-low', params: { folder, freeMb } })
  if (openFolder !== null) return check('data', 'warn', { code: 'data-writable', params: { folder: openFolder } })
  if (openFile !== null) return check('data', 'warn', { code: 'data-open', params: { folder, file: openFile } })
  return check('data', 'ok', { code: 'data-fine', params: { folder, freeMb } })
}

export function database(facts: DatabaseFacts): Check {
  switch (facts.state) {
    case 'new':
      return check('database', 'ok', { code: 'database-new', params: {} })
    case 'in-use':
      return check('database', 'ok', { code: 'database-in-use', params: {} })
    case 'too-new':
      return check('database', 'fail', { code: 'database-too-new', params: {} })
    case 'sound':
      return check('database', 'ok', { code: 'database-fine', params: { mb: facts.bytes / 1_000_000 } })
    case 'broken':
      return check('database', 'fail', { code: 'database-broken', params: { reason: facts.reason } })
    case 'in-memory':
      return check('database', 'fail', { code: 'database-in-memory', params: { reason: facts.reason } })
  }
}

export function settings({ state, setAside }: SettingsFacts): Check {
  if (typeof state === 'object') return check('settings', 'fail', { code: 'settings-blocked', params: state })
  if (state === 'broken') return check('settings', 'fail', { code: 'settings-broken', params: {} })
  if (setAside !== null) return check('settings', 'warn', { code: 'settings-set-aside', params: { file: setAside } })
  return check('settings', 'ok', { code: state === 'new' ? 'settings-new' : 'settings-fine', params: {} })
}

export function port(facts: PortFacts, wanted: number): Check {
  switch (facts.state) {
    case 'any':
      return check('port', 'ok', { code: 'port-any', params: {} })
    case 'free':
      return check('port', 'ok', { code: 'port-free', params: { port: wanted } })
    case 'serving':
      return check('port', 'ok', { code: 'port-serving', params: { url: facts.url } })
    case 'standby':
      return check('port', 'ok', { code: 'port-standby', params: { url: facts.url } })
    case 'taken':
      return check('port', 'fail', { code: 'port-taken', params: { port: wanted, by: facts.by } })
    case 'refused':
      return check('port', 'fail', { code: 'port-refused', params: { port: wanted, code: facts.code } })
  }
}

export function tikfinity({ socket, port: wanted, clients }: TikFinityFacts): Check {
  if (wanted === null) return check('tikfinity', 'skipped', { code: 'tikfinity-off', params: {} })
  const params = { port: wanted }
  switch (socket.state) {
    case 'disabled':
    case 'off':
      return check('tikfinity', 'skipped', { code: 'tikfinity-off', params: {} })
    case 'listening':
      return check('tikfinity', 'ok', { code: 'tikfinity-listening', params: { ...params, clients } })
    case 'opening':
      return check('tikfinity', 'ok', { code: 'tikfinity-free', params })
    case 'failed':
      return check('tikfinity', 'warn', { code: 'tikfinity-refused', params: { ...params, code: socket.code } })
    case 'taken':
      if (socket.by === 'standby') return check('tikfinity', 'ok', { code: 'tikfinity-standby', params })
      return check('tikfinity', 'warn', { code: socket.by === 'tikfinity' ? 'tikfinity-itself' : 'tikfinity-taken', params })
  }
}

/** `isAllHere`: TikTok is a simulator on this computer, so there is no line to ask about. */
export function network(found: Verdict, isAllHere: boolean, isProxied = false): Check {
  if (isProxied) return check('network', 'skipped', { code: 'network-proxied', params: {} })
  if (isAllHere) return check('network', 'skipped', { code: 'network-here', params: {} })
  // TikTok's own checks say whether TikTok alone is away.
  return found === 'network'
    ? check('network', 'fail', { code: 'network-gone', params: {} })
    : check('network', 'ok', { code: 'network-fine', params: {} })
}

export function name(reached: Reached): Check {
  const { host } = reached
  return reached.ok
    ? check('names', 'ok', { code: 'name-fine', params: { host, ms: reached.ms } })
    : check('names', 'fail', { code: 'name-failed', params: { host, code: reached.code } })
}

export function host(id: 'tiktok' | 'webcast' | 'sign', reached: Reached): Check {
  const { host: asked } = reached
  if (reached.ok) return check(id, 'ok', { code: 'host-fine', params: { host: asked, ms: reached.ms } })
  const params = { host: asked, code: reached.code }
  return check(id, 'fail', isCertificateCode(reached.code) ? { code: 'host-certificate', params } : { code: 'host-unreachable', params })
}

/** Without a line every one of them fails alike, and one problem to fix is enough. */
export function unasked(id: 'names' | 'tiktok' | 'webcast' | 'sign', asked: string): Check {
  return check(id, 'skipped', { code: 'host-unasked', params: { host: asked } })
}

export function clock({ now, notBefore, certificateCodes }: ClockFacts): Check {
  const time = new Date(now).toISOString().slice(0, 16).replace('T', ' ')
  if (now < notBefore - DAY_MS) return check('clock', 'fail', { code: 'clock-wrong', params: { time } })
  const suspect = certificateCodes.some((code) => code === 'CERT_NOT_YET_VALID' || code === 'CERT_HAS_EXPIRED')
  return suspect
    ? check('clock', 'warn', { code: 'clock-suspect', params: { time } })
    : check('clock', 'ok', { code: 'clock-fine', params: {} })
}

/** OpenSSL's codes as Node gives them. */
export function isCertificateCode(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS_CERT/.test(code)
}

export function obs({ state, url, version, hasPassword }: ObsFacts): Check {
  const fail = (finding: CheckFinding): Check => check('obs', 'fail', finding)
  switch (state) {
    case 'off':
      return check('obs', 'skipped', { code: 'obs-off', params: {} })
    case 'connected':
      return check('obs', 'ok', { code: 'obs-fine', params: { url, version: version ?? '?' } })
    // Leaving OBS out is fine, and so is starting it later.
    case 'not-running':
    case 'closed':
      return check('obs', 'warn', { code: 'obs-not-running', params: { url } })
    case 'unreachable':
      return fail({ code: 'obs-unreachable', params: { url } })
    case 'timeout':
    case 'hung':
      return fail({ code: 'obs-silent', params: { url } })
    case 'not-obs':
      return fail({ code: 'obs-not-obs', params: { url } })
    case 'wrong-password':
      return fail({ code: hasPassword ? 'obs-wrong-password' : 'obs-password-missing', params: {} })
    case 'kicked':
      return fail({ code: 'obs-kicked', params: {} })
    case 'unsupported':
      return fail({ code: 'obs-unsupported', params: {} })
    case 'bad-address':
      return fail({ code: 'obs-bad-address', params: {} })
  }
}

export function scene({ sceneExists, standbyScene }: ObsFacts): Check {
  if (sceneExists === null) return check('scene', 'skipped', { code: 'scene-unasked', params: {} })
  return sceneExists
    ? check('scene', 'ok', { code: 'scene-fine', params: { scene: standbyScene } })
    : check('scene', 'fail', { code: 'scene-missing', params: { scene: standbyScene } })
}

export function pages(areBuilt: boolean): Check {
  return check('pages', 'ok', { code: areBuilt ? 'pages-fine' : 'pages-to-build', params: {} })
}

export function check(id: CheckId, verdict: CheckVerdict, finding: CheckFinding): Check {
  return { id, verdict, ...finding, ...checkText(finding, CHECK_TEXTS) }
}
