export interface Load {
  /** Of one core: the page's own thread. */
  page: number
  /** Of one core: all of Chromium, drawing included. */
  browser: number
}

/** What was measured. Times in ms, sizes in bytes. */
export interface Measured {
  chromium: string
  seconds: { idle: number; steady: number; rush: number; hourEvents: number }
  scriptBytes: number
  /** How many other programs wanted a core when it began, beyond the cores there are. */
  othersWanted: number
  empty: Load
  idle: Load & { styleCount: number; paints: number }
  steady: Load
  rush: Load & {
    perSecond: number
    frameP50: number
    frameP95: number
    inputP50: number
    inputP95: number
    shownCount: number
    nodesFrom: number
    nodesTo: number
    heapFrom: number
    heapTo: number
  }
  hour: { events: number; heaps: number[]; nodeCount: number }
}

interface Row {
  what: string
  budget: string
  value: string
  kept: boolean
}

const BEGIN = '<!-- budgets: made by `pnpm bench overlay` -->'
const END = '<!-- end of budgets -->'

/** The table of budgets, and a sentence for each that was missed. */
export function budgetTable(measured: Measured): { text: string; missed: string[] } {
  const rows = rowsOf(measured)
  const { seconds, chromium, empty, idle, steady, rush } = measured
  const busy = measured.othersWanted > 0.5 ? ` (here ${measured.othersWanted.toFixed(1)} other programs did, on average)` : ''
  const whole = [empty, idle, steady, rush].map((one) => percent(one.browser))
  const perHour = Math.round(measured.hour.events / 3600)
  const held = (kept: boolean): string => (kept ? 'kept' : '**missed**')
  const text = [
    '| | budget | measured | |',
    '| --- | --- | --- | --- |',
    ...rows.map(({ what, budget, value, kept }) => `| ${what} | ${budget} | ${value} | ${held(kept)} |`),
    '',
    `Chromium ${chromium}, headless, 1080 × 1920, two shared cores without a graphics card: the processor draws the pixels, which in OBS`,
    "the graphics card does. The page's share of a core is its own thread's processor time. All of Chromium, drawing included, used of one",
    `core: ${whole[0]} with an empty page, ${whole[1]} idle, ${whole[2]} at 30 events a second, ${whole[3]} in the rush. Times between`,
    `frames and to paint are by the clock: they hold where nothing else wants the cores${busy}.`,
    '',
    `Idle ${seconds.idle} s. 30 events a second for ${seconds.steady} s, as ten messages of the feed a second. The rush:`,
    `${seconds.rush} s at ${Math.round(rush.perSecond)} events a second, of which ${rush.shownCount} messages were on screen (in a`,
    'rush about ten a second come in: more could not be read). Then',
    `${measured.hour.events} events as fast as the page takes them: an hour at ${perHour} a second. To paint: from the arrival of`,
    "a message that was shown to the end of the page's own work on the frame that shows it.",
    '',
  ].join('\n')
  return { text, missed: rows.filter(({ kept }) => !kept).map(({ what, budget, value }) => `Missed: ${what}: ${value}, budget ${budget}.`) }
}

/** `page` with the table in the place that is kept for it. */
export function withTable(page: string, table: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`docs/overlay.md has no place for the table: ${BEGIN} … ${END}`)
  return `${page.slice(0, from + BEGIN.length)}\n\n${table}\n${page.slice(to)}`
}

function rowsOf({ scriptBytes, empty, idle, steady, rush, hour, seconds }: Measured): Row[] {
  const settled = hour.heaps.slice(1)
  const [least, most] = [Math.min(...settled), Math.max(...settled)]
  const perSecond = (count: number): number => count / seconds.idle
  return [
    { what: 'JavaScript, gzipped', budget: '≤ 35 kB', value: `${(scriptBytes / 1000).toFixed(1)} kB`, kept: scriptBytes <= 35_000 },
    {
      what: '30 events a second: share of a core',
      budget: '≤ 5 %',
      value: `${percent(steady.page)} (an empty page: ${percent(empty.page)})`,
      kept: steady.page <= 0.05,
    },
    {
      what: '1,000 a second: time between frames, p95',
      budget: '≤ 20 ms',
      value: both(rush.frameP50, rush.frameP95),
      kept: rush.frameP95 <= 20,
    },
    {
      what: '1,000 a second: arrival to paint, p95',
      budget: '≤ 50 ms',
      value: both(rush.inputP50, rush.inputP95),
      kept: rush.inputP95 <= 50,
    },
    {
      what: '1,000 a second: nodes, before and after',
      budget: 'no growth',
      value: `${rush.nodesFrom}, ${rush.nodesTo}`,
      kept: rush.nodesTo <= rush.nodesFrom * 1.25 + 100,
    },
    {
      what: '1,000 a second: heap, before and after',
      budget: 'no growth (1 MB)',
      value: `${megabytes(rush.heapFrom)}, ${megabytes(rush.heapTo)}`,
      kept: rush.heapTo <= rush.heapFrom + 1_000_000,
    },
    {
      what: 'idle: share of a core, style changes and paints a second',
      budget: '≤ 0.5 %, 0, 0',
      value: `${percent(idle.page)}, ${perSecond(idle.styleCount).toFixed(1)}, ${perSecond(idle.paints).toFixed(1)}`,
      kept: idle.page <= 0.005 && idle.styleCount === 0 && idle.paints === 0,
    },
    {
      what: 'an hour at 100 a second: heap, least and most',
      budget: 'flat (1 MB)',
      value: `${megabytes(least)}, ${megabytes(most)}`,
      kept: most - least <= 1_000_000,
    },
  ]
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`
const both = (p50: number, p95: number): string => `${p95.toFixed(1)} ms (p50: ${p50.toFixed(1)} ms)`
