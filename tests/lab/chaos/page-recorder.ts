/** What a page shows at one moment. */
export interface PageView {
  /** Tells one load of the page from the next. */
  life: number
  /** One of our pages, and not the one that waits for the bridge, nor the browser's own. */
  ours: boolean
  /** Of chats and of gifts in a list, from above: `#12`, `giver.3`. */
  rows: string[]
  /** Of gifts that are announced: `giver.3`. */
  alerts: string[]
  /** What it says of the connection: the overlay's badge, the card's title, the dock's state. */
  says: string | null
  /** The figure of viewers on the overlay and the card. */
  viewers: number | null
}

/** The function of the page's window that hears what `recordPage` sees. */
export const TOLD = 'chaosTold'

/** Put into each page before it loads: hands out all that it shows, each change of it, several times a second. */
export function recordPage(): void {
  const tell = (window as unknown as { chaosTold: (views: PageView[]) => Promise<void> }).chaosTold
  const life = performance.timeOrigin
  let before = ''
  let views: PageView[] = []
  const textOf = (selector: string): string | null => document.querySelector(selector)?.textContent?.trim() ?? null
  const marksOf = (selector: string): string[] =>
    [...document.querySelectorAll(selector)].flatMap((element) => /#\d+(?= so many)|giver\.\d+/.exec(element.textContent ?? '')?.[0] ?? [])
  const look = (): void => {
    const figure = /\d+/.exec(textOf('[data-testid=viewers], .figures span:not(.when)') ?? '')?.[0]
    const view: PageView = {
      life,
      // The waiting page has neither a list nor a label of its own.
      ours: document.querySelector('main[aria-label]') !== null,
      rows: marksOf('ol > li'),
      alerts: marksOf('[data-testid=gift-alert]'),
      says: textOf('[data-testid=badge], [data-testid=title], [data-testid=state]'),
      viewers: figure === undefined ? null : Number(figure),
    }
    const text = JSON.stringify(view)
    if (text === before) return
    before = text
    views.push(view)
    if (views.length > 1) return
    setTimeout(() => {
      const told = views
      // First: whatever becomes of these, the next are told.
      views = []
      void tell(told)
    }, 100)
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true })
  document.addEventListener('DOMContentLoaded', look)
}
