import type { Clock } from '@standby/shared/clock.ts'
import { WAYS, type Way, type WayProblem, type WayView } from '@standby/shared/connection/way.ts'
import type { Logger } from 'pino'
import type { TikTokLink, TikTokLinkCallbacks } from './link.ts'
import { portAnswers } from './local-port.ts'
import { openTikFinity } from './tikfinity/attempt.ts'

/** Every way into a LIVE but the signed connection: which are switched on, which could be used now, and how to open them. */
export interface OtherWays {
  /** Those that are switched on, the best first; the signed connection is among them. */
  order(): readonly Way[]
  isReady(way: Way): boolean
  /** `roomId`: that of the LIVE that a connection was lost in, if one was. */
  open(way: Way, callbacks: TikTokLinkCallbacks, roomId: string | null): TikTokLink
  view(): WayView[]
  /** Begins to look for programs on this computer. */
  start(onChange: () => void): void
  stop(): void
}

export interface OtherWaysOptions {
  /** The creator's name, without the @. */
  username: string
  order: () => readonly Way[]
  tikfinityUrl: string
  clock: Clock
  log: Pick<Logger, 'debug' | 'error'>
}

const LOOK_EVERY_MS = 10_000
/** What refused us is the same program a moment later. */
const REFUSED_FOR_MS = 60_000
const REFUSALS: ReadonlySet<WayProblem> = new Set(['not-its-program', 'is-standby', 'other-creator', 'too-long'])

export function createOtherWays({ username, order, tikfinityUrl, clock, log }: OtherWaysOptions): OtherWays {
  let answers = false
  let problem: WayProblem | null = null
  let refusedUntil = 0
  let cancel: (() => void) | null = null
  let onChange = (): void => undefined

  const isRefused = (): boolean => clock.now() < refusedUntil
  const isReady = (way: Way): boolean => way === 'connector' || (answers && !isRefused())

  async function look(): Promise<void> {
    const before = [isReady('tikfinity'), answers].join()
    answers = await portAnswers(tikfinityUrl, clock)
    if (!answers) problem = null
    if (cancel === null) return
    if ([isReady('tikfinity'), answers].join() !== before) onChange()
    cancel = clock.after(LOOK_EVERY_MS, () => void look())
  }

  function noteProblem(found: WayProblem): void {
    problem = found
    if (REFUSALS.has(found)) refusedUntil = clock.now() + REFUSED_FOR_MS
  }

  return {
    order,
    isReady,
    open(_way, callbacks, roomId) {
      return openTikFinity(
        { url: tikfinityUrl, username, roomId: () => roomId, clock, log, onProblem: noteProblem },
        {
          ...callbacks,
          opened(room) {
            problem = null
            callbacks.opened(room)
          },
          closed(cause) {
            if (cause.reason === 'unreachable') answers = false
            callbacks.closed(cause)
          },
        },
      )
    },
    view() {
      const places = order()
      return WAYS.map((way) => ({
        way,
        place: places.includes(way) ? places.indexOf(way) : null,
        ready: isReady(way),
        problem: way === 'tikfinity' ? problem : null,
      }))
    },
    start(listener) {
      onChange = listener
      cancel = () => undefined
      void look()
    },
    stop() {
      cancel?.()
      cancel = null
    },
  }
}
