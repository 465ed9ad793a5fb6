/** Height of one line of the list in px; the style sheet sets the same one. */
export const ROW_PX = 60
/** Lines that are drawn above and below what can be seen, so that a scroll never shows a blank. */
const BEYOND = 8

/** The lines that are drawn, `from` up to but without `to`, for this scroll position and height in px. */
export function drawnRows(count: number, scrollTop: number, height: number): { from: number; to: number } {
  const first = Math.floor(Math.max(0, scrollTop) / ROW_PX)
  const to = Math.min(count, first + Math.ceil(height / ROW_PX) + BEYOND)
  return { from: Math.max(0, Math.min(first - BEYOND, to)), to }
}

/** The line that a key moves to from line `at`; null if the key means nothing here. `page`: lines that fit. */
export function movedBy(key: string, at: number, count: number, page: number): number | null {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  }
  const wanted = Object.hasOwn(moves, key) ? moves[key] : undefined
  return wanted === undefined || count === 0 ? null : Math.min(count - 1, Math.max(0, wanted))
}

/** Where to scroll so that a line can be seen whole; `scrollTop` itself if it can. */
export function scrolledTo(row: number, scrollTop: number, height: number): number {
  const top = row * ROW_PX
  if (top < scrollTop) return top
  return top + ROW_PX > scrollTop + height ? top + ROW_PX - height : scrollTop
}
