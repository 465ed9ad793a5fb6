import type { Clock } from '@standby/shared/clock.ts'
import type { DropKind } from '@standby/shared/protocol.ts'
import { notFoundByMistake, signRateLimited, signRefused, tiktokDown, upgradeRefused } from './failures.ts'
import type { Room } from './room.ts'
import type { Simulator } from './simulator.ts'
import type { TikFinityFeed } from './tikfinity.ts'

export interface Drop {
  kind: DropKind
  /** Epoch ms. */
  until: number
}

/** Breaks a room's connection in a chosen way for a while. One drop at a time: a new one takes the place of the old. */
export interface Drops {
  start(kind: DropKind, seconds: number): Drop
  cancel(): void
  current(): Drop | null
}

export interface DropsSetting {
  simulator: Simulator
  room: Room
  clock: Clock
  /** The second way, which the kinds of `LADDER_DROPS` leave standing. */
  feed?: TikFinityFeed
  /** A drop began (it), or none is on any more (null). */
  changed?: (drop: Drop | null) => void
}

const RELISTEN_MS = 1000
/** They break the signed connection alone, so that they show how another way takes over. */
export const LADDER_DROPS: ReadonlySet<DropKind> = new Set(['sign-down', 'proxy-silent', 'not-found-by-mistake'])

export function createDrops({ simulator, room, clock, feed, changed = () => undefined }: DropsSetting): Drops {
  let current: { drop: Drop; undo: () => void; cancelTimer: () => void } | null = null

  const back = (): void => {
    // Another program may hold the port for a moment.
    simulator.network(true).catch(() => clock.after(RELISTEN_MS, () => current?.drop.kind !== 'network' && back()))
  }

  /** Breaks it, and returns how to repair it. */
  const cut = (kind: DropKind, until: number): (() => void) => {
    const scope = { uniqueId: room.uniqueId }
    switch (kind) {
      case 'close': {
        const undo = simulator.fail(tiktokDown(503), scope)
        room.closeSockets(1011, 'internal error')
        return undo
      }
      case 'silence':
        room.silence(true)
        return () => room.silence(false)
      case 'refuse': {
        const undo = simulator.fail(upgradeRefused(403, 'connect denied'), scope)
        room.terminateSockets()
        return undo
      }
      case 'rate-limit': {
        const limited = () => signRateLimited({ retryAfterSeconds: Math.ceil((until - clock.now()) / 1000), resetAt: until })
        const undo = simulator.fail({ sign: limited }, scope)
        room.terminateSockets()
        return undo
      }
      case 'offline':
        room.goOffline()
        room.terminateSockets()
        return room.goLive
      case 'end':
        room.end()
        return room.goLive
      case 'network':
        void simulator.network(false)
        return back
      case 'sign-down': {
        const undo = simulator.fail(signRefused(503), scope)
        room.terminateSockets()
        return undo
      }
      case 'proxy-silent': {
        const { limit } = simulator.proxy
        simulator.proxy.limit = 0
        simulator.throughProxy(true)
        room.terminateSockets()
        return () => {
          simulator.proxy.limit = limit
          simulator.throughProxy(false)
        }
      }
      case 'not-found-by-mistake': {
        const undo = simulator.fail(notFoundByMistake(), scope)
        room.terminateSockets()
        return undo
      }
    }
  }

  const cancel = (): void => {
    if (current === null) return
    const { undo, cancelTimer } = current
    current = null
    cancelTimer()
    undo()
  }

  return {
    start(kind, seconds) {
      cancel()
      if (!LADDER_DROPS.has(kind)) feed?.cut()
      const drop = { kind, until: clock.now() + seconds * 1000 }
      const over = (): void => {
        cancel()
        changed(null)
      }
      current = { drop, undo: cut(kind, drop.until), cancelTimer: clock.after(seconds * 1000, over) }
      changed(drop)
      return drop
    },
    cancel() {
      if (current === null) return
      cancel()
      changed(null)
    },
    current: () => current?.drop ?? null,
  }
}
