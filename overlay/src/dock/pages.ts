import type { ConnectedPage, ObsPagesView, ObsSourceView } from '@standby/shared/obs-setup.ts'

export interface SourceRow {
  source: ObsSourceView
  /** Its page, if the page says which source it is in. */
  page: ConnectedPage | null
}

export interface PageRows {
  sources: SourceRow[]
  /** Pages that are in none of the sources, or do not say in which. */
  others: ConnectedPage[]
}

/** Sources with their pages, then all other pages, the newest first. */
export function pageRows({ sources, pages }: ObsPagesView): PageRows {
  const newest = [...pages].sort((a, b) => b.connectedAt - a.connectedAt)
  const taken = new Set<number>()
  const rows = sources.map((source): SourceRow => {
    const page = newest.find(({ id, source: name }) => name === source.inputName && !taken.has(id)) ?? null
    if (page !== null) taken.add(page.id)
    return { source, page }
  })
  return { sources: rows, others: newest.filter(({ id }) => !taken.has(id)) }
}
