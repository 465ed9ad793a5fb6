import { MANUAL_BUDGET } from '@standby/shared/connection/budget.ts'
import type { Core } from '../core.ts'
import { effectiveUsername } from '../settings/effective.pure.ts'
import { askRoom } from '../sources/tiktok/attempt.ts'
import type { ActiveChannel } from './active-channel.ts'
import type { Keys } from './keys.ts'
import type { KnownNames } from './known-names.ts'
import { createNameChecks, type NameChecks } from './name-check.ts'
import type { RoomAnswer } from '../sources/silence.pure.ts'
import { createRateBudget } from './rate-budget.ts'
import { createRehearsal, type Rehearsal } from './rehearsal.ts'
import type { LiveActions, Reconnected } from './routes.ts'

/** What a person can have the connection do, and how often. */
export interface Commands extends Pick<LiveActions, 'connect' | 'disconnect' | 'reconnect' | 'keepTrying' | 'setWays' | 'setKeys'> {
  /** The creator in the settings, also during a rehearsal; null if no name is set. */
  creator(): string | null
  /** Connects to the configured user, or to the demo. */
  restart(): Promise<void>
  rehearsal: Rehearsal
  names: NameChecks
  /** Spends one action by hand. Returns null, or the time of the next allowed one. */
  spend(): number | null
}

/** What the commands change besides the settings. */
interface Known {
  knownNames: KnownNames
  keys: Keys
}

export function createCommands({ config, clock, log, settings }: Core, active: ActiveChannel, { knownNames, keys }: Known): Commands {
  const { spend } = createRateBudget(MANUAL_BUDGET, clock)
  const inForce = () => effectiveUsername(config.tiktokUsername, settings.read().tiktokUsername)
  const creator = (): string | null => inForce().value
  const rehearsal = createRehearsal({
    clock,
    hasName: () => creator() !== null,
    isOnAir: () => active.demo() === null && active.channel().status().health !== 'offline',
    restart,
  })
  const names = createNameChecks({ clock, ask: askAbout, spend })

  function askAbout(username: string): Promise<RoomAnswer> {
    const name = { isKnown: () => knownNames.has(username), found: () => knownNames.add(username) }
    return askRoom({ username, upstream: keys.upstream(), clock, log, name })
  }

  function restart(): Promise<void> {
    return active.restart(() => (rehearsal.view().on ? null : creator()))
  }

  function reconnect(force: boolean): Reconnected {
    // A healthy connection is never dropped, and so there is nothing to count.
    if (active.channel().status().reconnectionState === 'CONNECTED') return 'ok'
    const tooOftenUntil = spend()
    if (tooOftenUntil !== null) return { tooOftenUntil }
    const { heldUntil } = active.channel().connect(force)
    return heldUntil === null ? 'ok' : { heldUntil }
  }

  return {
    creator,
    restart,
    rehearsal,
    names,
    spend,
    async connect(wanted) {
      const isNew = wanted !== undefined && wanted !== creator()
      if (isNew && inForce().by === 'environment') return 'fixed'
      const tooOftenUntil = typeof wanted === 'string' && names.paysFor(wanted) ? null : spend()
      if (tooOftenUntil !== null) return { tooOftenUntil }
      if (isNew) settings.write({ ...settings.read(), tiktokUsername: wanted })
      const wasRehearsal = wanted !== undefined && rehearsal.forget()
      if (isNew || wasRehearsal) await restart()
      else active.channel().connect(false)
      return 'ok'
    },
    keepTrying() {
      const name = creator()
      if (name !== null) knownNames.add(name)
      return reconnect(false)
    },
    setWays(ways) {
      if (config.ways !== null) return 'fixed'
      settings.write({ ...settings.read(), ways: [...ways] })
      active.waysChanged('order')
      return 'ok'
    },
    setKeys(change) {
      const result = keys.change(change)
      if (result !== 'ok') return result
      active.waysChanged('keys')
      // What was refused for its key is tried with the new one at once.
      if (change.signKey !== undefined && active.channel().status().cause?.kind === 'auth') reconnect(false)
      return 'ok'
    },
    disconnect: () => active.channel().disconnect(),
    reconnect,
  }
}
