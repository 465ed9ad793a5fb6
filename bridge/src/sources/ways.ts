import type { Clock } from '@standby/shared/clock.ts'
import { WAYS, type Way, type WayProblem, type WayView } from '@standby/shared/connection/way.ts'
import type { TikTokLink, TikTokLinkCallbacks } from './link.ts'
import { portAnswers } from './local-port.ts'
import type { Source } from './source.ts'

/** Every way into a LIVE: which are switched on, which could be used now, and how to open them. */
export interface Ways {
  /** Those that are switched on, the best first. */
  order(): readonly Way[]
  isReady(way: Way): boolean
  /** `roomId`: that of the LIVE that a connection was lost in, if one was. */
  open(way: Way, callbacks: TikTokLinkCallbacks, roomId: string | null): TikTokLink
  view(): WayView[]
  /** The creator has changed something about the ways, so what refused us may let us in now. */
  forgive(): void
  /** Begins to look for programs on this computer. */
  start(onChange: () => void): void
  stop(): void
}

export interface WaysOptions {
  sources: readonly Source[]
  order: () => readonly Way[]
  /** Whether Standby itself listens on a port. */
  isOwnPort: (port: number) => boolean
  clock: Clock
}

const LOOK_EVERY_MS = 10_000
/** What refused us is the same program a moment later. What only the creator can put right stays as it is until they change something. */
const REFUSED_FOR_MS: Readonly<Record<WayProblem, number>> = {
  'not-its-program': 60_000,
  'is-standby': 60_000,
  'other-creator': 60_000,
  'no-creator': 0,
  silent: 0,
  'too-long': 60_000,
  'connection-limit': 60_000,
  'no-credentials': 0,
  credentials: Infinity,
  'access-disabled': Infinity,
}

/** What is known of a source at the moment. */
interface Known {
  source: Source
  /** A program listens at one of its addresses, or it needs none. */
  answers: boolean
  problem: WayProblem | null
  refusedUntil: number
}

const isMissingKey = ({ source }: Known): boolean => source.hasKey?.() === false

export function createWays({ sources, order, isOwnPort, clock }: WaysOptions): Ways {
  let cancel: (() => void) | null = null
  let onChange = (): void => undefined
  const ways = new Map<Way, Known>()
  for (const source of sources) ways.set(source.way, { source, answers: source.urls.length === 0, problem: null, refusedUntil: 0 })

  function isReady(way: Way): boolean {
    const known = ways.get(way)
    return known !== undefined && !isMissingKey(known) && known.answers && clock.now() >= known.refusedUntil
  }

  const summary = (): string => [...ways].map(([way, { answers }]) => `${answers} ${isReady(way)}`).join()

  async function look(): Promise<void> {
    const before = summary()
    for (const [way, known] of ways) {
      const { urls, isOffered } = known.source
      // Nobody wants to know of sixteen ports that are not to be used.
      if (urls.length === 0 || (isOffered !== true && !order().includes(way))) continue
      const found = await Promise.all(urls.filter((url) => !isOwnPort(Number(new URL(url).port))).map((url) => portAnswers(url, clock)))
      known.answers = found.includes(true)
      if (!known.answers && known.refusedUntil !== Infinity) known.problem = null
    }
    if (cancel === null) return
    if (summary() !== before) onChange()
    cancel = clock.after(LOOK_EVERY_MS, () => void look())
  }

  return {
    order,
    isReady,
    open(way, callbacks, roomId) {
      const known = ways.get(way)
      if (known === undefined) throw new Error(`no such way: ${way}`)
      const onProblem = (problem: WayProblem): void => {
        known.problem = problem
        known.refusedUntil = clock.now() + REFUSED_FOR_MS[problem]
      }
      return known.source.open(
        { roomId: () => roomId, onProblem },
        {
          ...callbacks,
          opened(room) {
            known.problem = null
            callbacks.opened(room)
          },
          closed(cause) {
            if (cause.kind === 'local' && cause.reason === 'unreachable') known.answers = false
            callbacks.closed(cause)
          },
        },
      )
    },
    view() {
      const places = order()
      return WAYS.flatMap((way) => {
        const known = ways.get(way)
        if (known === undefined) return []
        const place = places.includes(way) ? places.indexOf(way) : null
        const problem = place !== null && isMissingKey(known) ? 'no-credentials' : known.problem
        return [{ way, place, ready: isReady(way), problem, hasKey: known.source.hasKey?.() ?? null }]
      })
    },
    forgive() {
      for (const known of ways.values()) Object.assign(known, { problem: null, refusedUntil: 0 })
    },
    start(listener) {
      onChange = listener
      if (sources.every(({ urls }) => urls.length === 0)) return
      cancel = () => undefined
      void look()
    },
    stop() {
      cancel?.()
      cancel = null
    },
  }
}
