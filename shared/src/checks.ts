import type { ViaView, Way, WayProblem } from './connection/way.ts'
import type { NoParams } from './words/sentence.ts'

interface Folder {
  folder: string
}
interface Host {
  host: string
}
/** `code`: the system's own word for what went wrong, such as ECONNREFUSED. */
interface Failed {
  code: string
}
interface Address {
  url: string
}
interface Port {
  port: number
}
/** `proxy`: host and port. `from`: the variable that names it. */
interface ProxyParams {
  proxy: string
  from: string
}
interface Scene {
  scene: string
}

/** All that a check can find, with what fills the gaps of its texts. */
export interface CheckWords {
  versions: { standby: string; node: string; connector: string; system: string }
  'data-fine': Folder & { freeMb: number }
  'data-new': Folder
  'data-not-writable': Folder & Failed
  'data-no-folder': Folder
  /** Other accounts of this computer can read a file that may hold a password. */
  'data-open': Folder & { file: string }
  /** They can put files in the place of Standby's there. */
  'data-writable': Folder
  'disk-low': Folder & { freeMb: number }
  'database-fine': { mb: number }
  'database-new': NoParams
  'database-in-use': NoParams
  'database-too-new': NoParams
  'database-broken': { reason: string }
  'database-in-memory': { reason: string }
  'settings-fine': NoParams
  'settings-new': NoParams
  'settings-broken': NoParams
  /** It is there and cannot be read now. */
  'settings-blocked': Failed
  'settings-set-aside': { file: string }
  'port-serving': Address
  'port-free': Port
  'port-any': NoParams
  'port-standby': Address
  'port-taken': Port & { by: string }
  'port-refused': Port & Failed
  'tikfinity-listening': Port & { clients: number }
  'tikfinity-free': Port
  'tikfinity-off': NoParams
  /** TikFinity's own program has the port. */
  'tikfinity-itself': Port
  'tikfinity-standby': Port
  'tikfinity-taken': Port
  'tikfinity-refused': Port & Failed
  'network-fine': NoParams
  'network-gone': NoParams
  'network-here': NoParams
  /** A proxy is asked for everything, and nothing else tells anything. */
  'network-proxied': NoParams
  'proxy-fine': ProxyParams & { ms: number }
  'proxy-dead': ProxyParams & Failed
  'proxy-unusable': { from: string }
  /** The system has one for its programs. Standby does not use it by itself. */
  'proxy-unneeded': NoParams
  'proxy-system': { proxy: string }
  'proxy-automatic': NoParams
  'name-fine': Host & { ms: number }
  'name-failed': Host & Failed
  'host-fine': Host & { ms: number }
  'host-unreachable': Host & Failed
  /** There is no line to ask it over. */
  'host-unasked': Host
  'host-certificate': Host & Failed
  'via-now': Host & { way: Way; party: NonNullable<ViaView['party']> }
  'via-none': NoParams
  'via-demo': NoParams
  /** No Standby runs here. `way`: which it would try first. */
  'via-unasked': { way: Way }
  'way-off': NoParams
  'way-absent': NoParams
  'way-ready': Host
  'way-in-use': Host
  'way-unreachable': Host & Failed
  'way-problem': { problem: WayProblem }
  'way-tikfinity-fine': Host
  'way-tikfinity-offered': Host
  'way-tikfinity-absent': Host
  'way-tikfinity-wrong': Host
  'way-tikfinity-standby': Host
  'clock-fine': NoParams
  'clock-wrong': { time: string }
  'clock-suspect': { time: string }
  'obs-off': NoParams
  'obs-fine': Address & { version: string }
  'obs-not-running': Address
  'obs-unreachable': Address
  'obs-not-obs': Address
  'obs-silent': Address
  'obs-wrong-password': NoParams
  'obs-password-missing': NoParams
  'obs-unsupported': NoParams
  'obs-bad-address': NoParams
  'obs-kicked': NoParams
  'scene-fine': Scene
  'scene-missing': Scene
  'scene-unasked': NoParams
  'pages-fine': NoParams
  'pages-to-build': NoParams
}
export type CheckCode = keyof CheckWords

export const CHECK_IDS = [
  'versions',
  'data',
  'database',
  'settings',
  'port',
  'tikfinity',
  'network',
  'proxy',
  'names',
  'tiktok',
  'webcast',
  'sign',
  'via',
  'way-connector',
  'way-direct',
  'way-studio',
  'way-tikfinity',
  'way-euler',
  'clock',
  'obs',
  'scene',
  'pages',
] as const
export type CheckId = (typeof CHECK_IDS)[number]

/** ok: nothing to do. warn: it works, but look at it. fail: something will not work. skipped: it could not, or need not, be looked at. */
export type CheckVerdict = 'ok' | 'warn' | 'fail' | 'skipped'

/** What was found, and what to do about it; null if there is nothing to do. */
export interface CheckText {
  found: string
  todo: string | null
}

/** The texts of all findings in one language. */
export type CheckTexts = { readonly [Code in CheckCode]: (params: CheckWords[Code]) => CheckText }

export type CheckFinding = { [Code in CheckCode]: { code: Code; params: CheckWords[Code] } }[CheckCode]

/** One check and what it found. `found` and `todo` are in English; pages write them by the code. */
export type Check = { id: CheckId; verdict: CheckVerdict } & CheckFinding & CheckText

/** `GET /api/doctor`. */
export interface DoctorView {
  at: number
  checks: Check[]
  /** All of it as text, to be sent to somebody who helps: no secrets, no name of this computer's account. */
  report: string
}

/** The finding in the words of a language. */
export function checkText({ code, params }: CheckFinding, texts: CheckTexts): CheckText {
  // The code picks the text that fits its own params, which the type of neither can say.
  return (texts[code] as (params: CheckFinding['params']) => CheckText)(params)
}
