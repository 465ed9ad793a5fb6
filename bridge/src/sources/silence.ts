import type { Clock } from '@standby/shared/clock.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'

/** What TikTok says of the room when it is asked over HTTP: its state, or why it cannot be told. */
export type RoomAnswer = 'live' | 'paused' | Cause

export interface SilenceOptions {
  clock: Clock
  /** Asks TikTok, never the sign service. Never rejects. */
  askRoom: () => Promise<RoomAnswer>
  /** The connection is open and its heartbeat answered, but nothing of the room comes through any more. */
  onSilent: (cause: Cause) => void
}

export interface SilenceWatch {
  /** A connection has opened: begin. */
  start(): void
  /** Messages were decoded, of whatever kind: a quiet room still sends its viewer count. */
  heard(): void
  stop(): void
}

/** The least silence that is worth asking about, and the most that is waited for. */
const LEAST_MS = 90_000
const MOST_MS = 300_000
/** A room is silent when nothing came for so many times its usual gap. */
const USUAL_GAPS = 10
/** How much one gap counts in the average: about the last twenty matter. */
const GAP_WEIGHT = 0.1
/** After an answer that leaves it open. */
const ASK_AGAIN_MS = 30_000

/** How long a room with this usual gap between messages (ms) may be silent. */
export function silenceLimitMs(usualGapMs: number): number {
  return Math.round(Math.min(Math.max(usualGapMs * USUAL_GAPS, LEAST_MS), MOST_MS))
}

/**
 * Notices the connection that lives and says nothing, the field's worst fault: it can last for hours (all-chat #858). The room is asked
 * before anything is given up, because a healthy socket is not dropped on a suspicion.
 */
export function watchSilence({ clock, askRoom, onSilent }: SilenceOptions): SilenceWatch {
  let run = 0
  let heardAt = 0
  let usualGapMs = 0
  let cancel = (): void => undefined

  function arm(delayMs: number): void {
    cancel()
    const mine = run
    cancel = clock.after(delayMs, () => void look(mine))
  }

  async function look(mine: number): Promise<void> {
    const silentMs = clock.now() - heardAt
    const limitMs = silenceLimitMs(usualGapMs)
    if (silentMs < limitMs) return arm(limitMs - silentMs)
    const askedAt = clock.now()
    const answer = await askRoom()
    if (mine !== run) return
    if (heardAt > askedAt) return arm(limitMs)
    if (answer === 'live') {
      onSilent({ kind: 'stalled', detail: `the room is live, but nothing came for ${Math.round(silentMs / 1_000)} s` })
    } else if (answer !== 'paused' && answer.kind === 'offline') {
      onSilent({ kind: 'ended', detail: 'the LIVE ended without a word' })
    } else arm(ASK_AGAIN_MS)
  }

  return {
    start() {
      run += 1
      heardAt = clock.now()
      usualGapMs = 0
      arm(silenceLimitMs(usualGapMs))
    },
    heard() {
      const gapMs = clock.now() - heardAt
      heardAt = clock.now()
      usualGapMs += (gapMs - usualGapMs) * GAP_WEIGHT
    },
    stop() {
      run += 1
      cancel()
    },
  }
}
