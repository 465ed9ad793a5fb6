import type { Clock } from '@standby/shared/clock.ts'
import { WAYS, type Way, type WayProblem, type WayView } from '@standby/shared/connection/way.ts'
import type { Logger } from 'pino'
import { openEuler, type EulerSource } from './euler/attempt.ts'
import type { TikTokLink, TikTokLinkCallbacks } from './link.ts'
import { portAnswers } from './local-port.ts'
import { openStudio, type StudioCredentials } from './studio/attempt.ts'
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
  /** Whether Standby itself listens on a port. */
  isOwnPort: (port: number) => boolean
  /** Opens TikTok's own socket as a guest. Null: it cannot be used. */
  direct: ((callbacks: TikTokLinkCallbacks) => TikTokLink) | null
  /** The managed socket and the creator's own key for it; null: it cannot be used. */
  euler: Pick<EulerSource, 'url' | 'apiKey' | 'proxy' | 'spend'> | null
  /** Where LIVE Studio may listen, and what it wants to see; null: it cannot be used. */
  studio: { urls: readonly string[]; credentials: StudioCredentials } | null
  clock: Clock
  log: Pick<Logger, 'debug' | 'error'>
}

const LOOK_EVERY_MS = 10_000
/** What refused us is the same program a moment later; what only the creator can put right stays as it is until the next start. */
const REFUSED_FOR_MS: Readonly<Record<WayProblem, number>> = {
  'not-its-program': 60_000,
  'is-standby': 60_000,
  'other-creator': 60_000,
  'no-creator': 0,
  silent: 0,
  'too-long': 60_000,
  'connection-limit': 60_000,
  credentials: Infinity,
  'access-disabled': Infinity,
}

interface LocalWay {
  /** None: there is no program to look for. */
  urls: readonly string[]
  open: (callbacks: TikTokLinkCallbacks, roomId: string | null) => TikTokLink
  /** A program listens at one of its addresses. */
  answers: boolean
  problem: WayProblem | null
  refusedUntil: number
}

export function createOtherWays(options: OtherWaysOptions): OtherWays {
  const { username, order, tikfinityUrl, isOwnPort, direct, euler, studio, clock, log } = options
  let cancel: (() => void) | null = null
  let onChange = (): void => undefined

  const local = new Map<Way, LocalWay>()
  const add = (way: Way, urls: readonly string[], open: LocalWay['open']): void =>
    void local.set(way, { urls, open, answers: urls.length === 0, problem: null, refusedUntil: 0 })
  add('tikfinity', [tikfinityUrl], (callbacks, roomId) => {
    const onProblem = noteProblem('tikfinity')
    return openTikFinity({ url: tikfinityUrl, username, roomId: () => roomId, clock, log, onProblem }, callbacks)
  })
  if (direct !== null) add('direct', [], direct)
  if (euler !== null) {
    add('euler', [], (callbacks, roomId) =>
      openEuler({ ...euler, username, roomId: () => roomId, clock, log, onProblem: noteProblem('euler') }, callbacks),
    )
  }
  if (studio !== null) {
    add('studio', studio.urls, (callbacks, roomId) =>
      openStudio({ ...studio, roomId: () => roomId, clock, log, onProblem: noteProblem('studio') }, callbacks),
    )
  }

  function isReady(way: Way): boolean {
    const known = local.get(way)
    return known === undefined ? way === 'connector' : known.answers && clock.now() >= known.refusedUntil
  }

  function noteProblem(way: Way): (problem: WayProblem) => void {
    return (problem) => {
      const known = local.get(way)
      if (known === undefined) return
      known.problem = problem
      known.refusedUntil = clock.now() + REFUSED_FOR_MS[problem]
    }
  }

  const summary = (): string => [...local].map(([way, { answers }]) => `${answers} ${isReady(way)}`).join()

  async function look(): Promise<void> {
    const before = summary()
    for (const [way, known] of local) {
      // Nobody wants to know of sixteen ports that are not to be used.
      if (known.urls.length === 0 || (way !== 'tikfinity' && !order().includes(way))) continue
      const found = await Promise.all(
        known.urls.filter((url) => !isOwnPort(Number(new URL(url).port))).map((url) => portAnswers(url, clock)),
      )
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
      const known = local.get(way)
      if (known === undefined) throw new Error(`no such way: ${way}`)
      return known.open(
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
        roomId,
      )
    },
    view() {
      const places = order()
      return WAYS.filter((way) => way === 'connector' || local.has(way)).map((way) => ({
        way,
        place: places.includes(way) ? places.indexOf(way) : null,
        ready: isReady(way),
        problem: local.get(way)?.problem ?? null,
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
