import type { Clock } from '@standby/shared/clock.ts'
import type { Way } from '@standby/shared/connection/way.ts'
import { pastOutage, type Outage, type PastOutage } from '@standby/shared/live/outage.ts'
import { factsOf, newConnectionHistory, observe, type ConnectionHistory } from '../metrics/observe.pure.ts'
import { outageAfter, type ConnectionChange } from './outage.ts'
import type { Outages } from './outages.ts'

/** The outages of one channel: the one that lasts, those of before, and the figures of all of them. */
export interface OutageWatch {
  /** Null while there is a connection, or was none to lose. */
  current(): Outage | null
  past(): readonly PastOutage[]
  figures(): ConnectionHistory
  /** Follows a change of the connection. Returns the outage if it has just begun, or if it is better known why. */
  follow(change: Omit<ConnectionChange, 'now'> & { way?: Way }): Outage | null
  /** There is a connection again. Returns the outage that ends with it. `wasLost`: it was a connection of this run that was lost. */
  end(wasLost: boolean): Outage | null
}

/** `restored` is the outage that an earlier run left behind. */
export function watchOutages({ clock, outages, restored }: { clock: Clock; outages: Outages; restored: Outage | null }): OutageWatch {
  let current = restored
  let figures = newConnectionHistory(clock.now())

  return {
    current: () => current,
    past: outages.all,
    figures: () => figures,
    follow(change) {
      const now = clock.now()
      const before = current
      current = outageAfter(before, { ...change, now })
      const fact = factsOf(change.previous, change.state, now, change.roomId, current?.lastHeardAt, change.way)
      if (fact !== null) figures = observe(figures, fact)
      return current?.cause === before?.cause ? null : current
    },
    end(wasLost) {
      if (current === null) return null
      const ended = { ...current, endedAt: clock.now() }
      if (wasLost) outages.add(pastOutage(ended, clock.now()))
      return ended
    },
  }
}
