/** A page of Standby's own. */
export interface Page {
  /** Its file among the built pages, without `.html`. */
  name: string
  /** Whether viewers see it, as a source in OBS. */
  isForViewers: boolean
}

/** The pages by their address. */
export const PAGES: Readonly<Record<string, Page>> = {
  '/': { name: 'index', isForViewers: false },
  '/dock': { name: 'dock', isForViewers: false },
  '/channels': { name: 'channels', isForViewers: false },
  '/reports': { name: 'reports', isForViewers: false },
  '/overlay': { name: 'overlay', isForViewers: true },
  '/standby': { name: 'standby', isForViewers: true },
}

/** The page at `path`; null if there is none. */
export function pageAt(path: string): Page | null {
  return Object.hasOwn(PAGES, path) ? (PAGES[path] ?? null) : null
}
