import type { Clock } from '@standby/shared/clock.ts'
import type { ConnectedPage } from '@standby/shared/obs-setup.ts'
import * as z from 'zod'

/** What a page says of itself when it connects to the feed, as `/ws?page=…&source=…`; header values as they came. */
export interface PageAbout {
  page: string | null
  source: string | null
  userAgent: string | undefined
}

export interface PageHandle {
  /** It has said something. `visible`: null if it did not say. */
  signOfLife(visible?: boolean | null): void
  /** It has gone. */
  close(): void
}

/** The pages that are connected now. */
export interface PageRegistry {
  /** Null for a client that is no page of ours, such as another tool that reads the feed. */
  open(about: PageAbout): PageHandle | null
  /** In the order they came. */
  pages(): ConnectedPage[]
  /** `listener` hears when a page has come, gone, or become visible or hidden; not of a mere sign of life. */
  onChange(listener: () => void): void
}

export function createPageRegistry(clock: Clock): PageRegistry {
  const pages = new Map<number, ConnectedPage>()
  let count = 0
  const listeners: (() => void)[] = []
  const changed = (): void => listeners.forEach((listener) => listener())
  return {
    open({ page, source, userAgent }) {
      if (page === null || !/^[a-z]{1,20}$/.test(page)) return null
      const id = ++count
      const now = clock.now()
      // OBS's browser says so: its sources and docks carry `OBS/30.2.3` behind Chrome's own version.
      const inObs = /\bOBS\/\d/.test(userAgent ?? '')
      pages.set(id, { id, page, source: source?.slice(0, 200) ?? null, inObs, visible: null, connectedAt: now, lastSignAt: now })
      changed()
      return {
        signOfLife(visible = null) {
          const known = pages.get(id)
          if (known === undefined) return
          pages.set(id, { ...known, lastSignAt: clock.now(), visible: visible ?? known.visible })
          if (visible !== null && visible !== known.visible) changed()
        },
        close() {
          if (pages.delete(id)) changed()
        },
      }
    },
    pages: () => [...pages.values()],
    onChange: (listener) => void listeners.push(listener),
  }
}

const sign = z.object({ type: z.literal('alive'), visible: z.boolean().nullable().default(null) })

/** What a page sends now and then, `{"type":"alive","visible":true}`: whether it is visible, null if it does not say. */
export function visibleIn(text: string): boolean | null {
  try {
    const parsed = sign.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data.visible : null
  } catch {
    return null
  }
}
