import type { Clock } from '@standby/shared/clock.ts'
import { Bridge, type FeedSocket, type PageName } from './bridge.svelte.ts'

const clock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}

/** Before the next frame, or after 250 ms where none is drawn (a hidden source or tab). */
function beforePaint(task: () => void): void {
  const run = (): void => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    task()
  }
  const frame = requestAnimationFrame(run)
  const timer = setTimeout(run, 250)
}

/** The bridge takes a page that says nothing for 45 s for a dead one. */
const SAY_ALIVE_MS = 10_000

/** Both OBS and a browser's tab can hide a page; see `followObsVisibility`. */
function isVisible(): boolean {
  return document.visibilityState === 'visible' && !document.documentElement.hasAttribute('data-hidden')
}

function openSocket(path: string): FeedSocket {
  const socket = new WebSocket(location.origin.replace(/^http/, 'ws') + path)
  const feed: FeedSocket = { onmessage: null, onclose: null, close: () => socket.close() }
  let saidAt = 0
  /** In answer to what comes in, and not by a timer: those of a hidden page may stand still for a minute. */
  const sayAlive = (): void => {
    if (socket.readyState !== WebSocket.OPEN) return
    saidAt = Date.now()
    socket.send(JSON.stringify({ type: 'alive', visible: isVisible() }))
  }
  document.addEventListener('visibilitychange', sayAlive)
  window.addEventListener('obsSourceVisibleChanged', sayAlive)
  socket.onmessage = (message) => {
    if (Date.now() - saidAt >= SAY_ALIVE_MS) sayAlive()
    feed.onmessage?.({ data: message.data as unknown })
  }
  socket.onclose = () => {
    document.removeEventListener('visibilitychange', sayAlive)
    window.removeEventListener('obsSourceVisibleChanged', sayAlive)
    feed.onclose?.()
  }
  return feed
}

/** The bridge this page came from, connected for as long as the page lives. */
export function connectBridge(page: PageName): Bridge {
  const bridge = new Bridge({
    page,
    source: new URLSearchParams(location.search).get('source'),
    open: openSocket,
    clock,
    random: Math.random,
    beforePaint,
  })
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
