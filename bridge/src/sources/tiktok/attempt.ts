import type { Logger } from 'pino'
import type { Clock } from '@standby/shared/clock.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'
import type { LiveInput } from '@standby/shared/live/event.ts'
import { classify } from './classify.pure.ts'
import { loadConnector, type Attempt, type AttemptWatch } from './connector.ts'
import { AttemptFailed, type Failure, type PushServer, type RawAnswer, type Stage } from './failure.ts'
import type { Frame } from './frame.ts'
import type { TikTokLink, TikTokLinkCallbacks } from '../link.ts'
import { linkEnd } from '../link-end.ts'
import { aboutLive, endOfStream, followersOf, normalize, pictureLists } from './normalize.pure.ts'
import { creatorOf, UNKNOWN_CREATOR, type Creator } from './receiver.pure.ts'
import { redact } from '../redact.ts'
import type { RoomAnswer } from '../silence.pure.ts'
import type { RefusedRooms } from './refused-rooms.ts'
import { retryAtOf } from './retry-at.ts'
import type { Upstream } from './upstream.ts'

/** Longest an attempt may take; every step has a shorter limit of its own, this one bounds their sum. */
export const CONNECT_DEADLINE_MS = 45_000

export interface TikTokSource {
  /** Without the @. */
  username: string
  upstream: Upstream
  clock: Clock
  log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>
  /** The browser we pass for; the library's own choice if it is left out. */
  userAgent?: string
  connectDeadlineMs?: number
  /** As a guest, over TikTok's own socket: no sign service is asked, and `spendSign` spends a socket. */
  guest?: boolean
  /** Spends one request to the sign service: null, or when one may be spent next. No limit if it is left out. */
  spendSign?: () => number | null | Promise<number | null>
  /** The sign service refused a request, and may be asked again then. */
  signRefused?: (retryAt: number) => void
  /** What is known of the name from before, and where it is noted that TikTok knows it. Nothing is known if it is left out. */
  name?: { isKnown: () => boolean; found: () => void }
  /** Which rooms are tried although TikTok refuses to tell their status. None if it is left out. */
  refusedRooms?: RefusedRooms
}

/** TikTok denies a name that it knew: then it is more likely mistaken than right. A name that it answers for is noted. */
function judged(cause: Cause, name: TikTokSource['name']): Cause {
  if (cause.kind === 'offline') name?.found()
  if (cause.kind !== 'not-found' || name?.isKnown() !== true) return cause
  return { ...cause, kind: 'vanished', detail: `${cause.detail}, which it knew before` }
}

/** Asks TikTok, and never the sign service, whether a room is live. Always answers within `CONNECT_DEADLINE_MS`; never rejects. */
export async function askRoom({ username, upstream, clock, userAgent, name }: TikTokSource): Promise<RoomAnswer> {
  const seen: { stage: Stage; status: 'live' | 'paused' } = { stage: 'load', status: 'live' }
  const ignore = (): void => undefined
  const watch: AttemptWatch = {
    stage: (reached) => void (seen.stage = reached),
    roomStatus(status) {
      seen.status = status
      name?.found()
    },
    spendSign() {
      throw new AttemptFailed({ at: 'cancelled', stage: 'room' })
    },
    mayJoinUnasked: () => false,
    dialling: ignore,
    failed: ignore,
    initial: ignore,
    signed: ignore,
    refused: ignore,
    opened: ignore,
    frame: ignore,
    socketClosed: ignore,
  }
  const connector = await loadConnector()
  const attempt = connector.attempt({ username, upstream, watch, ...(userAgent !== undefined && { userAgent }) })
  const cancelDeadline = clock.after(CONNECT_DEADLINE_MS, () => attempt.release())
  try {
    await attempt.ask()
    return seen.status
  } catch (error) {
    const failure: Failure =
      error instanceof AttemptFailed
        ? error.failure
        : seen.stage === 'room-info'
          ? { at: 'room-info', error, answer: undefined }
          : { at: 'room', lookups: [{ source: 'page', error }] }
    return judged(classify(failure, clock.now(), upstream.signApiKey === null ? [] : [upstream.signApiKey]), name)
  } finally {
    cancelDeadline()
    attempt.release()
  }
}

/**
 * One attempt at a connection, from the room's page to the closed socket. Always ends, with exactly one `closed`; after `close()` or a
 * failure nothing else is reported. `closed` never comes from within another callback or from within `close()`.
 */
export function openAttempt(source: TikTokSource, callbacks: TikTokLinkCallbacks): TikTokLink {
  const { username, upstream, clock, log, userAgent, connectDeadlineMs = CONNECT_DEADLINE_MS } = source
  const secrets = upstream.signApiKey === null ? [] : [upstream.signApiKey]
  let stage: Stage = 'load'
  const { isOver, report, finish: endOnce } = linkEnd('TikTok link', callbacks, log)
  let attempt: Attempt | null = null
  let sign: { answer: RawAnswer | null; error: unknown } = { answer: null, error: null }
  let refused: RawAnswer | null = null
  let server: PushServer | null = null
  let roomId: string | null = null
  let paused = false
  /** What the room's own answer told besides. */
  let answered: LiveInput[] = []
  let creator: Creator = { ...UNKNOWN_CREATOR, uniqueId: username }
  /** What ended the attempt, before the library wraps it in an error of its own. */
  let known: Failure | null = null

  const finish = (failure: Failure): void => {
    endOnce(() => {
      cancelDeadline()
      const cause = judged(classify(failure, clock.now(), secrets), source.name)
      try {
        attempt?.release()
      } catch (error) {
        log.warn({ err: error }, 'the TikTok socket could not be released cleanly')
      }
      log.debug({ stage, cause }, 'TikTok link closed')
      return cause
    })
  }

  const cancelDeadline = clock.after(connectDeadlineMs, () => finish({ at: 'deadline', stage, server, afterMs: connectDeadlineMs }))

  const take = ({ messages, undecoded }: Pick<Frame, 'messages' | 'undecoded'>, initial: boolean): void => {
    const now = clock.now()
    // The room's status is the oldest news of the initial batch; what was said since comes after it.
    const inputs: LiveInput[] = initial ? [{ type: 'room', report: { type: paused ? 'paused' : 'resumed' } }] : []
    if (initial) inputs.push(...answered)
    let end: 'ended' | 'suspended' | null = null
    for (const message of messages) {
      inputs.push(...normalize(message, now, creator))
      end ??= endOfStream(message)
    }
    const pictures = messages.flatMap(pictureLists)
    if (pictures.length > 0 && !isOver()) report(() => callbacks.pictures?.(pictures))
    for (const method of undecoded) {
      if (!isOver()) report(() => callbacks.undecoded(method))
    }
    if (inputs.length > 0 && !isOver()) report(() => callbacks.inputs(inputs, initial))
    // Only now: what follows the goodbye in its own frame still counts.
    if (end !== null) finish({ at: 'stream', end })
  }

  const watch: AttemptWatch = {
    stage(reached) {
      if (isOver()) throw new AttemptFailed({ at: 'cancelled', stage })
      stage = reached
      if (stage === 'room-info') source.name?.found()
      log.debug({ stage }, 'TikTok attempt')
    },
    roomStatus(status, answer) {
      paused = status === 'paused'
      const now = clock.now()
      answered = [followersOf(answer, now), aboutLive(answer, now)].filter((input) => input !== null)
      creator = creatorOf(answer, username)
    },
    mayJoinUnasked: (room) => source.refusedRooms?.mayTry(room) ?? false,
    dialling(dialled) {
      server = dialled
    },
    initial(frame) {
      if (!isOver()) take(frame, true)
    },
    spendSign() {
      const spent = source.spendSign?.() ?? null
      const goOn = (retryAt: number | null): void => {
        if (retryAt === null) return
        known = { at: 'budget', retryAt }
        throw new AttemptFailed(known)
      }
      return spent instanceof Promise ? spent.then(goOn) : goOn(spent)
    },
    failed(failure) {
      known = failure
    },
    signed(answer, error) {
      sign = { answer, error }
      if (answer?.status === 429) source.signRefused?.(retryAtOf(answer, clock.now()))
    },
    refused(answer) {
      refused = answer
    },
    opened(joined) {
      if (isOver()) return
      stage = 'open'
      roomId = joined
      cancelDeadline()
      report(() => callbacks.opened({ roomId: joined, ...(server !== null && { server }) }))
    },
    frame(frame) {
      if (isOver()) return
      if (roomId !== null && frame.messages.length > 0) source.refusedRooms?.heard(roomId)
      report(() => callbacks.frame(frame.messages.length))
      take(frame, false)
    },
    socketClosed(code, reason, error) {
      if (stage === 'open') finish({ at: 'open', server, code, reason, error })
      else if (error === null || error === undefined) {
        finish({ at: 'upgrade', server, answer: refused, error: `socket closed with ${code}`, closeCode: code })
      } else finish({ at: 'upgrade', server, answer: refused, error })
    },
  }

  /** What the library threw, together with the raw answers that were seen on the way. */
  const failureOf = (error: unknown): Failure => {
    if (known !== null) return known
    if (error instanceof AttemptFailed) return error.failure
    switch (stage) {
      case 'load':
        return { at: 'load', error }
      case 'room':
        return { at: 'room', lookups: [{ source: 'page', error }] }
      case 'room-info':
        return { at: 'room-info', error, answer: undefined }
      case 'sign':
        return { at: 'sign', answer: sign.answer, error: sign.error ?? error }
      case 'upgrade':
        return { at: 'upgrade', server, answer: refused, error }
      case 'open':
        return { at: 'open', server, code: 1006, reason: '', error }
    }
  }

  const run = async (): Promise<void> => {
    const connector = await loadConnector()
    if (isOver()) return
    stage = 'room'
    const { guest = false } = source
    attempt = connector.attempt({ username, upstream, guest, watch, ...(userAgent !== undefined && { userAgent }) })
    await attempt.connect()
  }

  run().catch((error: unknown) => {
    log.debug({ stage, error: redact(error instanceof Error ? error.message : String(error), secrets) }, 'TikTok attempt failed')
    finish(failureOf(error))
  })

  return { close: () => finish({ at: 'cancelled', stage }) }
}
