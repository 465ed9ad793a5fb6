import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { CDPSession, Page } from 'playwright-core'
import { meterOf, type Meter } from '../bench/overlay-page.ts'
import { openProfile } from '../../support/browser/chromium.ts'
import { waitFor } from '../../support/wait.ts'
import { agreementJudge, agrees, PAGES, shownJudge, type ChaosPage, type PageError } from './page-judge.ts'
import { recordPage, TOLD, type PageView } from './page-recorder.ts'
import type { Stage } from './stage.ts'

export interface PageSize {
  heapBytes: number
  nodeCount: number
}

/** The pages of a show in one Chromium with one profile, as OBS's own browser holds them. */
export interface ShownPages {
  /** Loads it anew. Returns once it is there, or the page that waits for the bridge is. */
  reload(page: ChaosPage): Promise<void>
  /** Ends the process that draws it, and opens it again in another. */
  crash(page: ChaosPage): Promise<void>
  /** Nothing of it runs while `meanwhile` does; its sockets stay open. */
  hold(page: ChaosPage, meanwhile: () => Promise<void>): Promise<void>
  /** The same with all of them: their processes are stopped. */
  holdAll(meanwhile: () => Promise<void>): Promise<void>
  /** What it showed last. */
  view(page: ChaosPage): PageView | null
  /** What a person would read on it. */
  text(page: ChaosPage): Promise<string>
  /** Every page shows the live show: what it says, and something that was said after this began. */
  well(timeoutMs: number): Promise<void>
  /** The show is over: the pages with a chat show this one, and those with figures the last. */
  showing(number: number, timeoutMs: number): Promise<void>
  /** What each holds after its garbage is collected. */
  sizes(): Promise<Record<ChaosPage, PageSize>>
  everShown(): ReadonlySet<string>
  errors(): readonly PageError[]
  complaints(): readonly string[]
  end(): Promise<void>
}

/** How long a page may say something else than the bridge: a page that lost it looks again every five seconds, and then has to load. */
const AGREES_WITHIN_MS = 15_000
const LOOK_EVERY_MS = 300
/** What a page had told when it was stopped may still be on its way. A page that runs shows something else twice a second. */
const SETTLES_MS = 1_000

export async function openPages(stage: Stage): Promise<ShownPages> {
  const profile = mkdtempSync(join(tmpdir(), 'standby-pages-'))
  const first = await openProfile(profile, { viewport: { width: 720, height: 1280 }, locale: 'en-US' })
  const context = first.page.context()
  const browser = await context.browser()?.newBrowserCDPSession()
  if (browser === undefined) throw new Error('This profile has no browser of its own.')
  const errors: PageError[] = []
  const names = new Map<Page, ChaosPage>()
  const views = new Map<ChaosPage, PageView>()
  const judges = new Map(PAGES.map((name) => [name, shownJudge(`the ${name} page`)]))
  const agreement = agreementJudge(AGREES_WITHIN_MS)
  const busy = new Set<ChaosPage>()
  const open = new Map<ChaosPage, { page: Page; meter: Meter; session: CDPSession }>()

  const complain = (text: string): void => void errors.push({ at: performance.now(), text })
  context.on('console', (message) => {
    if (message.type() === 'error') complain(`console: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) => complain(`uncaught: ${error.error().message}`))
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') complain(`left this computer: ${request.url()}`)
  })
  await context.exposeBinding(TOLD, ({ page }, told: PageView[]) => {
    const name = names.get(page)
    if (name === undefined) return
    for (const view of told) {
      views.set(name, view)
      judges.get(name)?.see(view)
    }
  })
  await context.addInitScript(recordPage)

  const of = (name: ChaosPage): { page: Page; meter: Meter; session: CDPSession } => {
    const found = open.get(name)
    if (found === undefined) throw new Error(`The ${name} page is not open.`)
    return found
  }
  async function show(name: ChaosPage, page: Page): Promise<void> {
    names.set(page, name)
    open.set(name, { page, meter: await meterOf(page), session: await context.newCDPSession(page) })
    await page.goto(`${stage.origin}/${name}`)
  }
  /** Nothing is asked of a page while something is done to it. */
  async function during(those: readonly ChaosPage[], work: () => Promise<void>): Promise<void> {
    for (const name of those) busy.add(name)
    try {
      await work()
    } finally {
      for (const name of those) busy.delete(name)
    }
  }
  /** Waits until nothing more arrives of these, and makes sure that nothing does until the end: else they were not held. */
  async function heldStill(those: readonly ChaosPage[], meanwhile: () => Promise<void>): Promise<void> {
    const shown = (): (PageView | undefined)[] => those.map((name) => views.get(name))
    let before: (PageView | undefined)[] = []
    const still = (): boolean => {
      const now = shown()
      const same = now.every((view, at) => view === before[at])
      before = now
      return same
    }
    await waitFor(still, { what: `the ${those.join(', ')} to stand still`, timeoutMs: 20_000, everyMs: SETTLES_MS })
    await meanwhile()
    if (!still()) throw new Error(`of ${those.join(', ')} one went on while it was held`)
  }
  const renderers = async (): Promise<number[]> => {
    const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  }

  for (const [at, name] of PAGES.entries()) await show(name, at === 0 ? first.page : await context.newPage())

  let over = false
  const watching = (async () => {
    while (!over) {
      const status = await stage.status().catch(() => null)
      const seen = (name: ChaosPage): PageView | null | 'busy' => (busy.has(name) ? 'busy' : (views.get(name) ?? null))
      agreement.see(performance.now(), status, { overlay: seen('overlay'), standby: seen('standby'), dock: seen('dock') })
      await pause(LOOK_EVERY_MS)
    }
  })()

  return {
    reload: (name) => during([name], async () => void (await of(name).page.reload())),
    crash: (name) =>
      during([name], async () => {
        const { page, session } = of(name)
        const gone = new Promise((resolve) => page.once('crash', resolve))
        // It is the answer to this that never comes.
        session.send('Page.crash').catch(() => undefined)
        await gone
        await page.close()
        await show(name, await context.newPage())
      }),
    hold: (name, meanwhile) =>
      during([name], async () => {
        const { session } = of(name)
        await session.send('Debugger.enable')
        await session.send('Debugger.pause')
        await heldStill([name], meanwhile)
        await session.send('Debugger.disable')
      }),
    holdAll: (meanwhile) =>
      during(PAGES, async () => {
        const stopped = await renderers()
        const wake = (): void => stopped.forEach((id) => process.kill(id, 'SIGCONT'))
        // Stopped processes do not notice that their browser has gone.
        process.once('exit', wake)
        for (const id of stopped) process.kill(id, 'SIGSTOP')
        try {
          await heldStill(PAGES, meanwhile)
        } finally {
          wake()
          process.off('exit', wake)
        }
      }),
    view: (name) => views.get(name) ?? null,
    text: (name) => of(name).page.locator('body').innerText(),
    async well(timeoutMs) {
      const from = { chat: stage.sentAt.length, viewers: stage.viewersTold.length }
      const isFresh: Record<ChaosPage, (view: PageView) => boolean> = {
        overlay: ({ rows }) => newest(rows) >= from.chat,
        dock: ({ rows }) => newest(rows) >= from.chat,
        standby: ({ viewers }) => viewers !== null && stage.viewersTold.lastIndexOf(viewers) >= from.viewers,
      }
      const live = { reconnectionState: 'CONNECTED', health: 'live', paused: false } as const
      for (const name of PAGES)
        await waitFor(
          () => {
            const view = views.get(name)
            return view !== undefined && agrees(name, view, live) && isFresh[name](view)
          },
          { what: `the ${name} page to show the live show`, timeoutMs },
        ).catch((error: unknown) => {
          throw new Error(`${String(error)} It shows ${JSON.stringify(views.get(name) ?? null)}, #${from.chat} and later were said.`)
        })
    },
    async showing(number, timeoutMs) {
      for (const name of ['overlay', 'dock'] as const)
        await waitFor(() => views.get(name)?.rows.includes(`#${number}`), { what: `#${number} on the ${name} page`, timeoutMs })
      const figure = stage.viewersTold.at(-1)
      for (const name of ['overlay', 'standby'] as const)
        await waitFor(() => views.get(name)?.viewers === figure, { what: `${figure} viewers on the ${name} page`, timeoutMs })
    },
    async sizes() {
      const size = async (name: ChaosPage): Promise<PageSize> => {
        const { meter } = of(name)
        await meter.collectGarbage()
        const { heapBytes, nodeCount } = await meter.read()
        return { heapBytes, nodeCount }
      }
      return { overlay: await size('overlay'), standby: await size('standby'), dock: await size('dock') }
    },
    everShown: () => new Set([...judges.values()].flatMap((judge) => [...judge.everShown()])),
    errors: () => errors,
    complaints: () => [...[...judges.values()].flatMap((judge) => judge.complaints()), ...agreement.complaints()],
    async end() {
      over = true
      await watching
      await first.close()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The highest number of a chat among these rows; -1 where there is none. */
function newest(rows: readonly string[]): number {
  return rows.reduce((most, row) => (row.startsWith('#') ? Math.max(most, Number(row.slice(1))) : most), -1)
}
