import type { Clock } from '@standby/shared/clock.ts'
import { DEFAULT_WAYS, type Way } from '@standby/shared/connection/way.ts'
import type { DemoStatus, DropKind } from '@standby/shared/protocol.ts'
import type { Logger } from 'pino'
import { startDemo } from '../simulator/demo.ts'
import { createDrops, LADDER_DROPS } from '../simulator/drops.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { startTikFinity } from '../simulator/tikfinity.ts'
import type { Upstream } from '../sources/tiktok/upstream.ts'

/** The built-in demo LIVE: a TikTok on this computer with a show running in it. */
export interface Demo {
  username: string
  upstream: Upstream
  /** A second way into it, while a drop is on that leaves it standing. */
  order(): readonly Way[]
  tikfinityUrl: string
  status(): DemoStatus
  drop(kind: DropKind, seconds: number): DemoStatus['drop']
  stop(): Promise<void>
}

export interface DemoOptions {
  clock: Clock
  random: () => number
  log: Logger
  onChange: (status: DemoStatus) => void
}

export async function createDemo({ clock, random, log, onChange }: DemoOptions): Promise<Demo> {
  const simulator = await startSimulator({ clock, random, log })
  const live = startDemo({ simulator, clock, random })
  const feed = await startTikFinity(live.room)
  const drops = createDrops({ simulator, room: live.room, clock, feed, changed: (drop) => onChange({ running: true, drop }) })
  return {
    username: live.room.uniqueId,
    upstream: simulator.upstream(),
    order: () => (LADDER_DROPS.has(drops.current()?.kind ?? 'close') ? DEFAULT_WAYS : ['connector']),
    tikfinityUrl: feed.url,
    status: () => ({ running: true, drop: drops.current() }),
    drop: (kind, seconds) => drops.start(kind, seconds),
    async stop() {
      drops.cancel()
      live.stop()
      await feed.close()
      await simulator.close()
    },
  }
}
