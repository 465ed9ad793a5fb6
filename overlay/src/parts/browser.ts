import { Bridge, type FeedSocket, type PageName } from './bridge.svelte.ts'
import { channelIn, pathFor } from './channel.ts'
import { createPace, OVERLAY_PACE, PICTURE_PACE } from './pace.ts'
import { pageClock } from './page-clock.ts'
import { leaveForReload, takeFromReload } from './reload.ts'
import { fetchWith, protocolsFor, refusedCode, tokenIn } from './token.ts'

/** Calls back with the first frame after `ms`, or a little later if none is drawn (a hidden source or tab). Returns how to cancel. */
function withPicture(ms: number, callback: () => void): () => void {
  let frame = 0
  const timer = setTimeout(() => (frame = requestAnimationFrame(run)), ms)
  const latest = setTimeout(run, ms + 250)
  function run(): void {
    cancel()
    callback()
  }
  function cancel(): void {
    clearTimeout(timer)
    clearTimeout(latest)
    cancelAnimationFrame(frame)
  }
  return cancel
}

/** If a page sends nothing for 45 s, the bridge treats it as dead. */
const SAY_ALIVE_MS = 10_000

/** Both OBS and a browser's tab can hide a page; see `followObsVisibility`. */
function isVisible(): boolean {
  return document.visibilityState === 'visible' && !document.documentElement.hasAttribute('data-hidden')
}

function openSocket(path: string): FeedSocket {
  const socket = new WebSocket(location.origin.replace(/^http/, 'ws') + path, protocolsFor(tokenIn(location.hash)))
  const feed: FeedSocket = { onmessage: null, onclose: null, close: () => socket.close() }
  let saidAt = 0
  let opened = false
  /** In answer to messages and not by a timer: timers of a hidden page may stand still for a minute. */
  const sayAlive = (): void => {
    if (socket.readyState !== WebSocket.OPEN) return
    saidAt = pageClock.now()
    socket.send(JSON.stringify({ type: 'alive', visible: isVisible() }))
  }
  document.addEventListener('visibilitychange', sayAlive)
  window.addEventListener('obsSourceVisibleChanged', sayAlive)
  socket.onmessage = (message) => {
    opened = true
    if (pageClock.now() - saidAt >= SAY_ALIVE_MS) sayAlive()
    feed.onmessage?.({ data: message.data as unknown })
  }
  socket.onclose = ({ code }) => {
    document.removeEventListener('visibilitychange', sayAlive)
    window.removeEventListener('obsSourceVisibleChanged', sayAlive)
    // Null: the page itself left the socket.
    if (feed.onclose !== null)
      void refusedCode(code, { hostname: location.hostname, opened }, pageFetch).then((known) => feed.onclose?.(known))
  }
  return feed
}

/** Asks the bridge, with the token of this page's address if it is on another computer. */
export function pageFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  // Only these are of one channel.
  const isOfChannel = typeof input === 'string' && /^\/(api|card|look)\//.test(input)
  return fetchWith(tokenIn(location.hash), fetch.bind(window))(isOfChannel ? pathFor(channelIn(location), input) : input, init)
}

/** From its second visit on, a page opens even while Standby is off. Browsers allow it only on this computer; the rest works without. */
async function openAlsoWithoutBridge(): Promise<void> {
  // Updated as well: to register a known worker does not make the browser look for a newer one.
  await (await navigator.serviceWorker.register('/service-worker.js')).update()
}

/** The bridge this page came from, connected for as long as the page lives. */
export function connectBridge(page: PageName): Bridge {
  // On another computer there are no service workers.
  openAlsoWithoutBridge().catch(() => {})
  const bridge = new Bridge({
    page,
    source: new URLSearchParams(location.search).get('source'),
    channel: channelIn(location),
    open: openSocket,
    clock: pageClock,
    random: Math.random,
    pace: createPace({ ...(page === 'overlay' ? OVERLAY_PACE : PICTURE_PACE), now: () => performance.now(), after: withPicture }),
    begin: takeFromReload(() => sessionStorage, Date.now()),
  })
  window.addEventListener('pagehide', () => leaveForReload(() => sessionStorage, bridge.replica, Date.now()))
  window.addEventListener('online', () => bridge.wake())
  window.addEventListener('pageshow', () => bridge.wake())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') bridge.wake()
  })
  return bridge
}

/** Marks the page while OBS hides its source, so that the stylesheet can hold every animation. */
export function followObsVisibility(): void {
  window.addEventListener('obsSourceVisibleChanged', (event) => {
    const detail: unknown = 'detail' in event ? event.detail : null
    const visible = typeof detail === 'object' && detail !== null && 'visible' in detail ? detail.visible : true
    document.documentElement.toggleAttribute('data-hidden', visible === false)
  })
}
