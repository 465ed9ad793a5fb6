export interface Totals {
  passed: number
  failed: number
  skipped: number
}

export const nothing: Totals = { passed: 0, failed: 0, skipped: 0 }
export const onePassed: Totals = { passed: 1, failed: 0, skipped: 0 }
export const oneFailed: Totals = { passed: 0, failed: 1, skipped: 0 }

export function add(a: Totals, b: Totals): Totals {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

/** `N passed, N failed`, with `, N skipped` behind it where something was. Other programs read this line: keep its form. */
export function totalsLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
