import type { ReaderState } from '@standby/shared/feed/reader.ts'
import type { EventCounts } from '@standby/shared/live/gap.ts'
import type { RecoveryView } from '@standby/shared/protocol.ts'
import { duration } from './format.ts'
import type { ViewerCatalogue } from '../i18n/en-viewers.ts'

/** What viewers read after a recovery; `lost` is null if nothing is known to be missing. */
export interface Summary {
  back: string
  lost: string | null
}

type ShownGap = Pick<ReaderState['gaps'][number], 'from' | 'to' | 'caughtUp' | 'estimatedLost' | 'overlapped'>

/** In words: how long it was away, what was caught up and, by an estimate, what was not. */
export function summaryOf(recovery: RecoveryView, gaps: ReaderState['gaps'], texts: ViewerCatalogue['overlay']): Summary {
  const gap = gaps.filter((record) => record.correlationId === recovery.correlationId).at(-1) ?? null
  if (gap !== null) return summaryOfGap(gap, texts, recovery.awayMs)
  return { back: back(recovery.awayMs, recovery.caughtUp > 0 ? texts.caughtUp(String(recovery.caughtUp)) : '', texts), lost: null }
}

/** The same, if there is only the gap and no recovery. */
export function summaryOfGap(gap: ShownGap, texts: ViewerCatalogue['overlay'], awayMs = gap.to - gap.from): Summary {
  return { back: back(awayMs, caughtUp(gap.caughtUp, texts), texts), lost: gap.overlapped ? null : lost(gap.estimatedLost, texts) }
}

function back(awayMs: number, caught: string, texts: ViewerCatalogue['overlay']): string {
  const after = texts.awayFor(duration(awayMs).replaceAll(' ', '\u00a0'))
  return caught === '' ? after : `${after} · ${caught}`
}

function caughtUp({ chat = 0, gift = 0, gap: _, ...rest }: EventCounts, texts: ViewerCatalogue['overlay']): string {
  const others = Object.values(rest).reduce((sum, count) => sum + count, 0)
  const words = [...counted(chat, gift, texts), ...(others > 0 && chat + gift === 0 ? [texts.others(others)] : [])]
  return words.length === 0 ? '' : texts.caughtUp(words.join(', '))
}

function lost(counts: EventCounts | null, texts: ViewerCatalogue['overlay']): string | null {
  const words = counted(Math.round(counts?.chat ?? 0), Math.round(counts?.gift ?? 0), texts)
  return words.length === 0 ? null : texts.mayBeMissing(words.join(', '))
}

const counted = (chats: number, gifts: number, texts: ViewerCatalogue['overlay']): string[] => [
  ...(chats > 0 ? [texts.messages(chats)] : []),
  ...(gifts > 0 ? [texts.gifts(gifts)] : []),
]
