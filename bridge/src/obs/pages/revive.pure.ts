import type { Millis } from '@standby/shared/clock.ts'
import type { ConnectedPage, SourcePage, SourceState } from '@standby/shared/obs-setup.ts'

/** One browser source in OBS that shows a page of ours. */
export interface OwnSource {
  inputName: string
  uuid: string | null
  page: SourcePage
  /** What its address says it is called, for its page to repeat. */
  source: string | null
  /** OBS shuts its page down while it is hidden. */
  shutdown: boolean
  /** On program or in a preview now. */
  showing: boolean
}

/** What is known of one source over time. */
export interface SourceRecord {
  /** Since when its page has been missed; null while it is not. */
  missingSince: Millis | null
  /** Soft and hard tries since its page was last seen. */
  tries: readonly ('refresh' | 'swap')[]
  /** The last of each kind, whatever came of it. */
  refreshedAt: Millis | null
  swappedAt: Millis | null
}

/** By `sourceKey`. */
export type RevivalHistory = Readonly<Record<string, SourceRecord>>

export interface RevivalAction {
  how: 'refresh' | 'swap'
  inputName: string
}

export interface RevivalDecision {
  actions: RevivalAction[]
  history: RevivalHistory
  states: Readonly<Record<string, SourceState>>
  /** When to decide again at the latest; null: when something changes. */
  wakeAt: Millis | null
}

/** A page that lost the bridge tries again within 6 s; one that loads is there within 1 s. */
export const APPEAR_MS = 7_000
/** A connected page says something at least every 15 s. */
export const SILENT_MS = 45_000
/** Each source is refreshed and swapped at most once in this time, so that nothing can loop. */
export const LIMIT_MS = 600_000

const UNKNOWN: SourceRecord = { missingSince: null, tries: [], refreshedAt: null, swappedAt: null }

/** What a source is known by over time; a rename makes it another one if OBS has no uuids. */
export function sourceKey({ uuid, inputName }: Pick<OwnSource, 'uuid' | 'inputName'>): string {
  return uuid ?? inputName
}

/**
 * Which sources to revive now. A page cannot be told from another of the same address: so pages are counted, and if some of those that
 * should be there are, none is touched. First OBS's own refresh; then the address swapped, which makes OBS start a new browser.
 */
export function decideRevival(
  sources: readonly OwnSource[],
  pages: readonly ConnectedPage[],
  history: RevivalHistory,
  now: Millis,
): RevivalDecision {
  const actions: RevivalAction[] = []
  const next: Record<string, SourceRecord> = {}
  const states: Record<string, SourceState> = {}
  let wakeAt: Millis | null = null

  for (const source of sources) {
    const key = sourceKey(source)
    const before = history[key] ?? UNKNOWN
    if (isUnloaded(source)) {
      next[key] = { ...before, missingSince: null, tries: [] }
      states[key] = 'unloaded'
      continue
    }
    const alive = pages.filter((page) => belongs(page, source) && now - page.lastSignAt <= SILENT_MS)
    const wantedCount = sources.filter((other) => sameAddress(other, source) && !isUnloaded(other)).length
    if (alive.length > 0) {
      next[key] = { ...before, missingSince: null, tries: [] }
      states[key] = alive.length >= wantedCount ? 'alive' : 'unclear'
      wakeAt = earlier(wakeAt, Math.min(...alive.map(({ lastSignAt }) => lastSignAt)) + SILENT_MS + 1)
      continue
    }
    const decided = missing(source, before, now)
    next[key] = decided.record
    states[key] = decided.state
    if (decided.action !== null) actions.push(decided.action)
    if (decided.wakeAt !== null) wakeAt = earlier(wakeAt, decided.wakeAt)
  }
  // What was done to a source that is not there now, in another scene collection perhaps, counts when it comes back.
  for (const [key, record] of Object.entries(history)) {
    const last = Math.max(record.refreshedAt ?? 0, record.swappedAt ?? 0)
    if (next[key] === undefined && now - last < LIMIT_MS) next[key] = { ...record, missingSince: null, tries: [] }
  }
  return { actions, history: next, states, wakeAt }
}

function missing(
  source: OwnSource,
  before: SourceRecord,
  now: Millis,
): { record: SourceRecord; state: SourceState; action: RevivalAction | null; wakeAt: Millis | null } {
  const since = before.missingSince ?? now
  const record = { ...before, missingSince: since }
  const lastTryAt = before.tries.length === 0 ? 0 : Math.max(before.refreshedAt ?? 0, before.swappedAt ?? 0)
  const dueAt = Math.max(since, lastTryAt) + APPEAR_MS
  if (now < dueAt) return { record, state: 'loading', action: null, wakeAt: dueAt }

  const { inputName } = source
  const refreshAt = before.tries.length > 0 ? Infinity : allowedAt(before.refreshedAt)
  const swapAt = before.tries.includes('swap') ? Infinity : allowedAt(before.swappedAt)
  const again = now + APPEAR_MS
  if (now >= refreshAt) {
    const tried: SourceRecord = { ...record, refreshedAt: now, tries: ['refresh'] }
    return { record: tried, state: 'loading', action: { how: 'refresh', inputName }, wakeAt: again }
  }
  if (now >= swapAt) {
    const tried: SourceRecord = { ...record, swappedAt: now, tries: [...before.tries, 'swap'] }
    return { record: tried, state: 'loading', action: { how: 'swap', inputName }, wakeAt: again }
  }
  const allowed = Math.min(refreshAt, swapAt)
  return { record, state: 'dead', action: null, wakeAt: allowed === Infinity ? null : allowed }
}

function allowedAt(lastAt: Millis | null): Millis {
  return lastAt === null ? 0 : lastAt + LIMIT_MS
}

/** OBS or the bridge has restarted: every source may be tried again, within the limits. */
export function restartRevival(history: RevivalHistory): RevivalHistory {
  return Object.fromEntries(Object.entries(history).map(([key, record]) => [key, { ...record, missingSince: null, tries: [] }]))
}

/** A person has had it done: that counts towards the limits too. */
export function doneByHand(history: RevivalHistory, key: string, how: 'refresh' | 'swap', now: Millis): RevivalHistory {
  const before = history[key] ?? UNKNOWN
  const at = how === 'refresh' ? { refreshedAt: now } : { swappedAt: now }
  return { ...history, [key]: { ...before, ...at, missingSince: null, tries: [] } }
}

/** OBS has no page for it, and is not meant to. */
function isUnloaded({ shutdown, showing }: OwnSource): boolean {
  return shutdown && !showing
}

/** A preview in a browser's tab is no sign of life of a source. */
function belongs(page: ConnectedPage, source: OwnSource): boolean {
  return page.inObs && page.page === source.page && page.source === source.source
}

function sameAddress(a: OwnSource, b: OwnSource): boolean {
  return a.page === b.page && a.source === b.source
}

function earlier(a: Millis | null, b: Millis): Millis {
  return a === null ? b : Math.min(a, b)
}
