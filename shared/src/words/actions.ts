import type { Program } from '../actions/action.ts'
import type { NoParams, Translation } from './sentence.ts'

interface ToProgram {
  program: Program
}
interface ToHost {
  host: string
}

/** What became of an action: what happened, and what to do next. */
export interface ActionWords {
  done: NoParams
  'not-running': ToProgram
  'no-answer': ToProgram
  'odd-answer': ToProgram
  'password-needed': ToProgram
  'password-wrong': ToProgram
  /** `status`: of HTTP. */
  'program-refused': ToProgram & { status: number }
  /** What it was asked for is not there any more. */
  'program-lacks': ToProgram & { name: string }
  /** `reason`: in the program's own words. */
  'streamerbot-refused': { reason: string }
  'host-not-found': ToHost
  'host-refused': ToHost
  'host-silent': ToHost
  /** `code`: the system's own word. */
  'host-failed': ToHost & { code: string }
  'host-status': ToHost & { status: number }
  'host-redirects': ToHost
  'wrong-address': NoParams
  'obs-away': NoParams
  'obs-lacks-source': { scene: string; source: string }
  'obs-lacks-filter': { source: string; filter: string }
  'obs-refused': { reason: string }
  'secret-missing': NoParams
  'secrets-locked': NoParams
  'too-many': { limit: number }
  'queue-full': NoParams
  'too-late': NoParams
  'not-noted': NoParams
}

export const PROGRAM_NAMES: Readonly<Record<Program, string>> = {
  streamerbot: 'Streamer.bot',
  mixitup: 'Mix It Up',
  firebot: 'Firebot',
  sammi: 'SAMMI',
}

/** Where each program lets others in. */
const SWITCHES: Readonly<Record<Program, string>> = {
  streamerbot: 'its WebSocket server (Servers/Clients › WebSocket Server)',
  mixitup: 'its Developer API (Services › Developer API)',
  firebot: 'Firebot itself: its server is always on',
  sammi: 'its local API server (Settings › Open Local API Server)',
}

const nameOf = ({ program }: ToProgram): string => PROGRAM_NAMES[program]

export const ACTION_TEXTS: Translation<ActionWords> = {
  done: () => 'Done.',
  'not-running': (to) => `${nameOf(to)} does not answer at its address. Start it, and switch on ${SWITCHES[to.program]}.`,
  'no-answer': (to) => `${nameOf(to)} took too long to answer. It may have done it all the same: look there, then try again.`,
  'odd-answer': (to) => `Something else than ${nameOf(to)} answers at its address. Check the address and its port.`,
  'password-needed': (to) => `${nameOf(to)} asks for a password. Enter it here, at the address of ${nameOf(to)}.`,
  'password-wrong': (to) => `${nameOf(to)} did not accept the password. Copy it again from ${nameOf(to)}.`,
  'program-refused': (to) => `${nameOf(to)} refused it (HTTP ${to.status}). Its own log says why.`,
  'program-lacks': (to) => `${nameOf(to)} no longer has “${to.name}”. Choose another one.`,
  'streamerbot-refused': ({ reason }) =>
    `Streamer.bot refused it${reason === '' ? '' : `: “${reason}”`}. Check that the action or trigger is still there.`,
  'host-not-found': ({ host }) => `There is no ${host}. Check the address.`,
  'host-refused': ({ host }) => `Nothing answers at ${host}. Start the program that should, or check the address and its port.`,
  'host-silent': ({ host }) => `${host} took too long to answer. It may have done it all the same: look there, then try again.`,
  'host-failed': ({ host, code }) => `The request to ${host} failed (${code}). Check the address and your connection.`,
  'host-status': ({ host, status }) => `${host} answered with HTTP ${status}. Check the address, the headers and the secret.`,
  'host-redirects': ({ host }) =>
    `${host} wants to send the request on to another address. Standby does not follow: enter the final address yourself.`,
  'wrong-address': () => 'With the values filled in, the address leads to another host. Change the address.',
  'obs-away': () => 'Standby is not connected to OBS. Start OBS, then try again.',
  'obs-lacks-source': ({ scene, source }) => `OBS has no source “${source}” in the scene “${scene}”. Choose another one.`,
  'obs-lacks-filter': ({ source, filter }) => `OBS has no filter “${filter}” on “${source}”. Choose another one.`,
  'obs-refused': ({ reason }) =>
    `OBS did not do it${reason === '' ? '' : ` (${reason})`}. Look whether OBS waits for an answer, then try again.`,
  'secret-missing': () => 'No secret is saved for this address. Edit the action and enter it.',
  'secrets-locked': () => 'The password store of this computer is locked. Unlock it, then press “Test”.',
  'too-many': ({ limit }) => `Not run: this happened more than ${limit} times in a minute.`,
  'queue-full': () => 'Not run: too many others were still waiting for the same program.',
  'too-late': () => 'Not run: it would have come more than 30 seconds late.',
  'not-noted': () => 'Not run: the disk did not take the note that keeps it from running twice. Make room on the disk.',
}
