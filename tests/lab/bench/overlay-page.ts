import type { CDPSession, Page } from 'playwright-core'

/** What Chromium counts for one page since it was opened. Seconds, bytes, counts. */
export interface Counted {
  atSeconds: number
  taskSeconds: number
  styleCount: number
  layoutCount: number
  heapBytes: number
  nodeCount: number
  /** Processor time of all of Chromium's processes, drawing included. */
  processorSeconds: number
}

export interface Meter {
  read(): Promise<Counted>
  collectGarbage(): Promise<void>
}

export async function meterOf(page: Page): Promise<Meter> {
  const session = await page.context().newCDPSession(page)
  const browser = page.context().browser()
  if (browser === null) throw new Error('The page belongs to no browser.')
  const whole: CDPSession = await browser.newBrowserCDPSession()
  // The thread's own time: what it waits while others have the processor is not its doing.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return {
    async read() {
      const { metrics } = await session.send('Performance.getMetrics')
      const { processInfo } = await whole.send('SystemInfo.getProcessInfo')
      const value = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN
      return {
        atSeconds: performance.now() / 1000,
        taskSeconds: value('TaskDuration'),
        styleCount: value('RecalcStyleCount'),
        layoutCount: value('LayoutCount'),
        heapBytes: value('JSHeapUsedSize'),
        nodeCount: value('Nodes'),
        processorSeconds: processInfo.reduce((sum, process) => sum + process.cpuTime, 0),
      }
    },
    collectGarbage: () => session.send('HeapProfiler.collectGarbage').then(() => undefined),
  }
}

/** Between two readings: the share of one core that the page's own thread used, and that all of Chromium used. */
export function load(from: Counted, to: Counted): { page: number; browser: number } {
  const seconds = to.atSeconds - from.atSeconds
  return { page: (to.taskSeconds - from.taskSeconds) / seconds, browser: (to.processorSeconds - from.processorSeconds) / seconds }
}

/** Counts how often the page really painted in `ms`, from Chromium's own trace. */
export async function paintsWithin(page: Page, ms: number): Promise<number> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('The page belongs to no browser.')
  await browser.startTracing(page, { categories: ['devtools.timeline'] })
  await page.waitForTimeout(ms)
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: { name: string }[] }
  return trace.traceEvents.filter(({ name }) => name === 'Paint').length
}

export interface Watched {
  /** Time between frames, ms. */
  frames: number[]
  /** From the arrival of a message at the page to the frame that shows it, ms; only of messages that were shown. */
  inputs: number[]
}

/** Put into a page before it loads: notes when messages come in and when what they say has been painted. */
export function watchFrames(): void {
  const watched: Watched = { frames: [], inputs: [] }
  Object.assign(window, { watched })
  const cameAt = new Map<string, number>()
  const Native = window.WebSocket
  window.WebSocket = class extends Native {
    constructor(...given: ConstructorParameters<typeof WebSocket>) {
      super(...given)
      this.addEventListener('message', ({ data }: MessageEvent<string>) => {
        const now = performance.now()
        for (const [mark] of data.matchAll(/\bm\d+ (?=")/g)) cameAt.set(mark.trim(), now)
        for (const mark of cameAt.keys()) {
          if (cameAt.size <= 4_000) break
          cameAt.delete(mark)
        }
      })
    }
  }
  const painted = new MessageChannel()
  let marks: string[] = []
  painted.port1.onmessage = () => {
    const now = performance.now()
    for (const mark of marks) {
      const at = cameAt.get(mark)
      if (at === undefined) continue
      watched.inputs.push(now - at)
      cameAt.delete(mark)
    }
    marks = []
  }
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        const mark = /\bm\d+\b/.exec(node.textContent ?? '')
        if (mark !== null) marks.push(mark[0])
      }
    }
    // Sent from within a frame's own callbacks, a message is handed out only when that frame has been painted.
    if (inFrame) painted.port2.postMessage(0)
    else requestAnimationFrame(() => painted.port2.postMessage(0))
  }).observe(document, { childList: true, subtree: true })
  let inFrame = false
  const frameEnded = new MessageChannel()
  frameEnded.port1.onmessage = () => (inFrame = false)
  let before = 0
  requestAnimationFrame(function frame(now) {
    inFrame = true
    frameEnded.port2.postMessage(0)
    if (before !== 0) watched.frames.push(now - before)
    before = now
    requestAnimationFrame(frame)
  })
}
