import type { Clock } from '@standby/shared/clock.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'
import { causeOf, DIRECT, firstLimitMs, silenceLimitMs, type OpenedConnection, type RoomAnswer } from './silence.pure.ts'

export interface SilenceOptions {
  clock: Clock
  /** Asks TikTok, never the sign service. Never rejects. */
  askRoom: () => Promise<RoomAnswer>
  /** The connection is open and its heartbeat answered, but nothing of the room comes through any more. */
  onSilent: (cause: Cause) => void
}

export interface SilenceWatch {
  /** A connection has opened: begin. */
  start(opened?: OpenedConnection): void
  /** Messages were decoded, of whatever kind: a quiet room still sends its viewer count. */
  heard(): void
  stop(): void
}

/** How much one gap counts in the average: about the last twenty matter. */
const GAP_WEIGHT = 0.1
/** After an answer that leaves it open. */
const ASK_AGAIN_MS = 30_000

/**
 * Notices the connection that lives and says nothing, the field's worst fault: it can last for hours (all-chat #858). The room is asked
 * before anything is given up, because a healthy socket is not dropped on a suspicion.
 */
export function watchSilence({ clock, askRoom, onSilent }: SilenceOptions): SilenceWatch {
  let run = 0
  let heardAt = 0
  let usualGapMs = 0
  let isFirst = true
  let opened: OpenedConnection = DIRECT
  let firstMs = firstLimitMs(DIRECT, 0)
  let cancel = (): void => undefined

  function arm(delayMs: number): void {
    cancel()
    const mine = run
    cancel = clock.after(delayMs, () => void look(mine))
  }

  const limit = (): number => (isFirst || opened.isSparse === true ? firstMs : silenceLimitMs(usualGapMs, opened.party))

  async function look(mine: number): Promise<void> {
    const silentMs = clock.now() - heardAt
    const limitMs = limit()
    if (silentMs < limitMs) return arm(limitMs - silentMs)
    const askedAt = clock.now()
    const answer = await askRoom()
    if (mine !== run) return
    if (heardAt > askedAt) return arm(limitMs)
    const cause = causeOf(answer, { isFirst, party: opened.party, silentMs })
    if (cause === null) arm(ASK_AGAIN_MS)
    else onSilent(cause)
  }

  return {
    start(connection = DIRECT) {
      run += 1
      heardAt = clock.now()
      opened = connection
      firstMs = firstLimitMs(opened, usualGapMs)
      isFirst = true
      arm(firstMs)
    },
    heard() {
      // Until then it is the gap of the connection before.
      if (isFirst) usualGapMs = 0
      isFirst = false
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
