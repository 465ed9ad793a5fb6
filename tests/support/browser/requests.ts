import type { Page, Request } from 'playwright-core'
import { waitFor } from '../wait.ts'

export interface Requests {
  /** How many there were so far. */
  count(): number
  /** Those on their way now are none of ours: the page that made them is left. */
  forget(): void
  /** Waits until what the page asked for is there, or has failed. */
  done(): Promise<void>
}

/** Counts what a page asks for, from here on. */
export function watchRequests(page: Page): Requests {
  const onTheirWay = new Set<Request>()
  let count = 0
  page.on('request', (request) => {
    count += 1
    onTheirWay.add(request)
  })
  page.on('requestfinished', (request) => void onTheirWay.delete(request))
  page.on('requestfailed', (request) => void onTheirWay.delete(request))
  return {
    count: () => count,
    forget: () => onTheirWay.clear(),
    async done() {
      await waitFor(() => onTheirWay.size === 0, { what: 'what the page asks for', timeoutMs: 10_000, everyMs: 5 })
    },
  }
}
