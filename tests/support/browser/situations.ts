import type { FeedState } from '@standby/shared/protocol.ts'
import type { BrowserContextOptions, Frame, Page, WebSocket } from 'playwright-core'
import type { FixtureName } from '../fixtures/states.ts'
import type { FixtureBridge } from '../peers/fixture-bridge.ts'
import { waitFor } from '../wait.ts'
import type { TestBrowser, TestPage } from './chromium.ts'
import { watchRequests, type Requests } from './requests.ts'

export interface Situations {
  /**
   * The page at this path, which has drawn a situation. It is the same page again and again, and is loaded only where another path is asked
   * for, or a `fresh` one: that costs twenty times what it costs to show something else. Leave it open; its complaints begin here. While
   * the bridge is away it has drawn what was before, and is about to notice.
   */
  at(path: string, name: FixtureName, looks?: Looks): Promise<TestPage>
  /** A page of its own, for what a page is given when it is made. The test closes it. */
  open(path: string, name: FixtureName, options?: BrowserContextOptions): Promise<TestPage>
  /** Shows all open pages another situation, with `change` on top of it. Returns when this one has drawn it. */
  turnTo(page: Page, name: FixtureName, change?: Partial<FeedState>): Promise<void>
  /** Returns when the page has drawn all that the bridge has shown or said. */
  drawn(page: Page): Promise<void>
}

export interface Looks {
  change?: Partial<FeedState>
  viewport?: { width: number; height: number }
  reducedMotion?: 'reduce' | 'no-preference'
  colorScheme?: 'light' | 'dark'
  /** Loads the page in any case: the last test did something to it, or this one looks at how it loads. */
  fresh?: boolean
}

export interface SituationsOptions {
  /** Done with each page before it goes anywhere. */
  before?: (page: Page) => Promise<unknown>
  viewport?: { width: number; height: number }
}

interface Watched {
  /** By socket (a page has more where it shows another one in a frame) the number of the last message that carried one. */
  heard: Map<WebSocket, number>
  requests: Requests
}

/** What a fixture bridge shows, in pages that are known to have drawn it: no waiting for some time that is mostly long enough. */
export function situations(browser: TestBrowser, bridge: FixtureBridge, options: SituationsOptions = {}): Situations {
  const { before, viewport: usual = { width: 1280, height: 720 } } = options
  const watched = new WeakMap<Page, Watched>()
  let kept: TestPage | null = null
  let keptAt = ''

  const of = (page: Page): Watched => {
    const found = watched.get(page)
    if (found === undefined) throw new Error('This page was opened by somebody else.')
    return found
  }

  async function newPage(pageOptions: BrowserContextOptions = {}): Promise<TestPage> {
    const tested = await browser.newPage({ viewport: usual, ...pageOptions })
    watched.set(tested.page, watch(tested.page))
    // A page goes on from where the one before it stopped, which here is another test.
    await tested.page.addInitScript(() => sessionStorage.clear())
    await before?.(tested.page)
    return tested
  }

  async function load({ page, complaints }: TestPage, path: string): Promise<void> {
    // Whatever the page before it is still told, asks for and complains about is no part of this one. That page may be looking for its
    // bridge: a socket that it opens now is left to nobody, and Chromium need not say that it closed.
    const leave = (frame: Frame): void => {
      if (frame !== page.mainFrame()) return
      of(page).heard.clear()
      of(page).requests.forget()
      complaints.length = 0
    }
    page.on('framenavigated', leave)
    await page.goto(bridge.origin + path)
    page.off('framenavigated', leave)
    await page.waitForSelector('main')
    await drawn(page)
  }

  async function drawn(page: Page): Promise<void> {
    const { heard, requests } = of(page)
    const isTold = (): boolean => {
      if (heard.size > 0 && [...heard.values()].every((serial) => serial >= bridge.serial())) return true
      throw new Error(`of ${bridge.serial()} its sockets heard ${JSON.stringify([...heard.values()])}`)
    }
    await waitFor(isTold, { what: 'the page to be told', timeoutMs: 10_000, everyMs: 5 })
    // What it draws may make it ask for more: a font, a picture, what stands in an open section.
    for (let count = -1; count !== requests.count();) {
      count = requests.count()
      await requests.done()
      await page.evaluate(twoPictures)
    }
  }

  return {
    async at(path, name, looks = {}) {
      const { change = {}, viewport = usual, reducedMotion = 'no-preference', colorScheme = 'light', fresh = false } = looks
      const tested = (kept ??= await newPage())
      const { page, complaints } = tested
      const size = page.viewportSize()
      if (size?.width !== viewport.width || size.height !== viewport.height) await page.setViewportSize(viewport)
      await page.emulateMedia({ reducedMotion, colorScheme })
      const leaves = name === 'bridge-away'
      const isThere = path === keptAt && !fresh
      bridge.show(leaves ? 'live' : name, change)
      complaints.length = 0
      await (isThere ? drawn(page) : load(tested, path))
      if (leaves) bridge.show(name, change)
      // A page that the bridge left takes its time to look for it again.
      keptAt = leaves ? '' : path
      return tested
    },
    async open(path, name, pageOptions) {
      const tested = await newPage(pageOptions)
      bridge.show(name)
      await load(tested, path)
      return tested
    },
    async turnTo(page, name, change = {}) {
      bridge.show(name, change)
      await drawn(page)
    },
    drawn,
  }
}

function watch(page: Page): Watched {
  const heard = new Map<WebSocket, number>()
  page.on('websocket', (socket) => {
    heard.set(socket, -1)
    socket.on('framereceived', ({ payload }) => {
      const serial = serialOf(payload)
      if (serial !== null && heard.has(socket)) heard.set(socket, serial)
    })
    socket.on('close', () => void heard.delete(socket))
  })
  return { heard, requests: watchRequests(page) }
}

/** The number stands at the end, see `FixtureBridge.serial`: there is no need to read all of the message. */
function serialOf(payload: string | Buffer): number | null {
  const found = /"serial":(\d+)\}$/.exec(payload.toString().slice(-30))?.[1]
  return found === undefined ? null : Number(found)
}

/** In the first one sizes are measured, and what depends on them is drawn in the second. */
async function twoPictures(): Promise<void> {
  await document.fonts.ready
  await new Promise(requestAnimationFrame)
  await new Promise(requestAnimationFrame)
}

/** Everything that enters has entered, and whatever else ends has ended: what moves now never stops. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish()
    }
    await new Promise(requestAnimationFrame)
  })
}

/** Has the page lay out and not paint, until it is loaded again: where only places are asked for, painting is most of the work. */
export async function unpainted(page: Page): Promise<void> {
  await page.addStyleTag({ content: 'html { visibility: hidden !important }' })
}
