import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { PAGES, unexcused, type ChaosPage } from './page-judge.ts'
import { openPages, type PageSize, type ShownPages } from './pages.ts'
import type { Stage } from './stage.ts'

export interface PageFindings {
  /** The longest that the pages took to show the live show, after the bridge and its other clients were well again. */
  slowestBackMs: number
  /** How many chats and gifts they showed between them. */
  shown: number
  /** Excused: refused connections while the bridge was away. */
  errors: number
  first: Record<ChaosPage, PageSize>
  most: Record<ChaosPage, PageSize>
  complaints: string[]
}

export interface PageWatch {
  pages: ShownPages
  /** Waits for the pages to be back, and looks at what they hold. Returns how long it took, ms. */
  afterFault(name: string): Promise<number>
  /** Waits for this chat, the last of the show, on the pages that show chat. */
  lastWord(number: number): Promise<void>
  /** What was seen of them; the bridge has ended. */
  findings(): PageFindings
}

/** A page that lost the bridge looks every five seconds, one that waits for it too; then it has to load, on a computer that is busy. */
const BACK_MS = 30_000
/** A refused connection may be told this much after the bridge is back. */
const TOLD_LATE_MS = 2_000
/** What a page may hold more than when it was first opened, whatever happens. */
const MORE_HEAP_BYTES = 12 * 2 ** 20
/** A dock with all its lists full has some three thousand: 40 events of each type, 20 gaps, and the outages with what became of each. */
const MORE_NODES = 4_000

/** Opens the pages over a show on the air, and watches them until they are ended. */
export async function watchPages(stage: Stage): Promise<PageWatch> {
  const pages = await openPages(stage)
  const found: PageFindings = await (async () => {
    await pages.well(BACK_MS)
    const first = await pages.sizes()
    return { slowestBackMs: 0, shown: 0, errors: 0, first, most: first, complaints: [] }
  })().catch(async (error: unknown) => {
    await pages.end()
    throw error
  })

  return {
    pages,
    async afterFault(name) {
      const from = performance.now()
      await pages.well(BACK_MS).catch((error: unknown) => {
        const said = pages.errors().map(({ text }) => text)
        throw new Error(`After "${name}": ${String(error)} The pages’ last errors: ${said.slice(-5).join('; ') || 'none'}.`)
      })
      const backMs = performance.now() - from
      found.slowestBackMs = Math.max(found.slowestBackMs, backMs)
      found.most = larger(found.most, await pages.sizes())
      return backMs
    },
    async lastWord(number) {
      await pages.showing(number, BACK_MS)
      found.most = larger(found.most, await pages.sizes())
    },
    findings() {
      const journal = journaledMarks(stage.dataDir)
      const shown = pages.everShown()
      const invented = [...shown].filter((one) => !journal.has(one))
      const errors = unexcused(pages.errors(), stage.away, TOLD_LATE_MS)
      const complaints = [...pages.complaints(), ...errors, ...tooLarge(found)]
      if (invented.length > 0) complaints.push(`pages showed what the journal does not have: ${invented.slice(0, 10).join(', ')}`)
      return { ...found, shown: shown.size, errors: pages.errors().length - errors.length, complaints }
    },
  }
}

function larger(one: Record<ChaosPage, PageSize>, other: Record<ChaosPage, PageSize>): Record<ChaosPage, PageSize> {
  const most = (page: ChaosPage): PageSize => ({
    heapBytes: Math.max(one[page].heapBytes, other[page].heapBytes),
    nodeCount: Math.max(one[page].nodeCount, other[page].nodeCount),
  })
  return { overlay: most('overlay'), standby: most('standby'), dock: most('dock') }
}

function tooLarge({ first, most }: Pick<PageFindings, 'first' | 'most'>): string[] {
  return PAGES.flatMap((page) => {
    const [heapBytes, nodes] = [most[page].heapBytes - first[page].heapBytes, most[page].nodeCount - first[page].nodeCount]
    return [
      ...(heapBytes > MORE_HEAP_BYTES ? [`the ${page} page's heap grew by ${Math.round(heapBytes / 2 ** 20)} MB`] : []),
      ...(nodes > MORE_NODES ? [`the ${page} page has ${nodes} nodes more than at first`] : []),
    ]
  })
}

/** What a stopped bridge's journal holds, by the marks that a page shows: `#12` of a chat, `giver.3` of a gift. */
function journaledMarks(dataDir: string): Set<string> {
  const db = new DatabaseSync(join(dataDir, 'standby.db'), { readOnly: true })
  try {
    const bodies = db.prepare('SELECT body FROM events').all()
    return new Set(bodies.flatMap(({ body }) => /#\d+(?= so many)|giver\.\d+/.exec(String(body))?.[0] ?? []))
  } finally {
    db.close()
  }
}
