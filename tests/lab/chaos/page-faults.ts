import { setTimeout as pause } from 'node:timers/promises'
import { waitFor } from '../../support/wait.ts'
import type { Fault } from './faults.ts'
import { PAGES, type ChaosPage } from './page-judge.ts'
import type { ShownPages } from './pages.ts'
import { shuffled } from './shuffled.ts'
import type { Stage } from './stage.ts'

/** Something that goes wrong with the pages of a show, and is over when its promise resolves. */
export interface PageFault extends Omit<Fault, 'run'> {
  run: (stage: Stage, random: () => number, pages: ShownPages) => Promise<void>
}

/** What a page says that has lost the bridge; the dock also where it is opened without. */
const LOST: Record<ChaosPage, RegExp> = { overlay: /One moment…/, standby: /We’ll be right back/, dock: /Standby is not running/ }

const anyPage = (random: () => number): ChaosPage => shuffled(PAGES, random)[0] ?? 'overlay'

/** While nothing answers: who loses the bridge says so, a dock that is opened too; viewers' pages that are opened then show nothing. */
async function openedWithout(stage: Stage, random: () => number, pages: ShownPages): Promise<void> {
  const [crashed = 'overlay', reloaded = 'standby', left] = shuffled(PAGES, random)
  await stage.killAndRestart(async () => {
    await pages.crash(crashed)
    await pages.reload(reloaded)
    for (const name of PAGES) {
      const isBlank = name !== left && name !== 'dock'
      const right = async (): Promise<boolean> => (isBlank ? /^\s*$/ : LOST[name]).test(await pages.text(name))
      await waitFor(right, { what: `the ${name} page to show ${isBlank ? 'nothing' : 'that the bridge is away'}`, timeoutMs: 15_000 })
    }
  })
}

export const PAGE_FAULTS: readonly PageFault[] = [
  {
    name: 'a page is loaded anew',
    cutsOff: false,
    long: false,
    run: (_stage, random, pages) => pages.reload(anyPage(random)),
  },
  {
    name: 'a page crashes, and is opened again',
    cutsOff: false,
    long: false,
    run: (_stage, random, pages) => pages.crash(anyPage(random)),
  },
  {
    name: 'a page stands still while the line is cut',
    cutsOff: true,
    long: false,
    run: (stage, random, pages) =>
      pages.hold(anyPage(random), async () => {
        stage.proxy.cut()
        await pause(3_000)
      }),
  },
  {
    name: 'the pages stand still while the bridge is killed and started again',
    cutsOff: true,
    long: false,
    run: (stage, _random, pages) => pages.holdAll(() => stage.killAndRestart()),
  },
  {
    name: 'pages are opened while the bridge is down',
    cutsOff: true,
    long: false,
    run: openedWithout,
  },
  {
    // Longer than a page takes a silent bridge for a living one, and than the bridge counts a silent page as open.
    name: 'the pages stand still for a minute',
    cutsOff: false,
    long: true,
    run: (_stage, _random, pages) => pages.holdAll(() => pause(60_000)),
  },
]
