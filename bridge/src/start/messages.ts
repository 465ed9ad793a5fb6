import { COMMAND } from '@standby/shared/command.ts'
import type { Config } from '../config.ts'
import type { PortOwner } from '../doctor/look-port.ts'
import { PACKAGE } from '../paths.ts'

/** What the command prints: lines for a person in front of a terminal. */
export function started(url: string, config: Config, about: { demo: boolean; origins: readonly string[] }): string[] {
  const { reconnection } = config
  const [baseDelay, maxDelay] = [seconds(reconnection.baseDelayMs), seconds(reconnection.maxDelayMs)]
  return [
    '',
    `  Standby is on${about.demo ? ', with its demo LIVE' : ''}.`,
    '',
    `  Home     ${url}/`,
    `  Overlay  ${url}/overlay   in OBS: Sources > + > Browser`,
    `  Dock     ${url}/dock      in OBS: Docks > Custom Browser Docks`,
    '',
    // The tokens are on the home page alone: what a terminal shows ends up in screenshots and logs.
    ...about.origins.map((origin) => `  Other computers reach it at ${origin} with a token: the home page has the full addresses.`),
    `  After a drop: tries after ${baseDelay}, then × ${reconnection.multiplier} up to ${maxDelay}.`,
    `  Data and log: ${config.dataDir}`,
    PACKAGE === null
      ? `  Something wrong? ${COMMAND} run doctor, or the home page.   Stop with Ctrl+C.`
      : '  Something wrong? “Check everything” on the home page.   Closing this window ends Standby.',
    '',
  ]
}

/** The data is in use, and a Standby answers on our port: it is already on. */
export function alreadyRunning(url: string): string[] {
  return ['', '  Standby is already running.', '', `  Home     ${url}/`, `  Overlay  ${url}/overlay`, `  Dock     ${url}/dock`, '']
}

/**
 * Another port is offered and not taken: the addresses in OBS carry it. `free`: one that can be had, or null.
 * `platform` is Node's.
 */
export function portTaken(port: number, owner: PortOwner, free: number | null, platform: string): string[] {
  const by = owner.state === 'standby' ? `another Standby, at ${owner.url}/` : owner.by
  const close = owner.state === 'standby' ? 'Use that one, or stop it and start again.' : 'Close that program and start again.'
  if (free === null || PACKAGE !== null)
    return [`The port is taken: ${port} is used by ${by}.`, `${close} Or set STANDBY_PORT to another port.`]
  return [
    `The port is taken: ${port} is used by ${by}.`,
    `${close} Or start on another port, and change it in OBS's sources and docks too:`,
    ...commands(free, platform).map((command) => `  ${command}`),
  ]
}

function commands(port: number, platform: string): string[] {
  const start = `${COMMAND} start`
  if (platform !== 'win32') return [`STANDBY_PORT=${port} ${start}`]
  return [`PowerShell:      $env:STANDBY_PORT=${port}; ${start}`, `Command Prompt:  set STANDBY_PORT=${port}&& ${start}`]
}

const seconds = (ms: number): string => `${ms / 1_000} s`
