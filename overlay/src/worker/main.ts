import script from 'virtual:waiting-script'
import { partFor, waitingPage, waitingScript } from './answer.ts'
import { takeOver } from './take-over.ts'

// The service worker. It does one thing: a page of ours that is opened while nothing answers at its address becomes the waiting page. The
// network always comes first, and no cache is kept: all it can answer with is in this file, so that a new file replaces all of it, and no
// page of another version can ever be shown.

/** The part of a service worker's globals that is used here. TypeScript cannot have them beside those of a page. */
interface WorkerScope {
  addEventListener(type: 'install' | 'activate', listener: () => void): void
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void
  skipWaiting(): Promise<void>
  registration: { scope: string; unregister(): Promise<boolean> }
  /** Where Standby is started from, if the bridge has put it before this script. */
  standbyFolder?: unknown
}

interface FetchEvent {
  request: Request
  respondWith(response: Response | Promise<Response>): void
}

const scope = globalThis as unknown as WorkerScope

const answer = ({ body, headers }: { body: string; headers: Record<string, string> }): Response => new Response(body, { headers })

// An open page needs nothing from the worker before this one.
let taken = (): void => {}
scope.addEventListener('install', () => {
  taken = takeOver({
    skipWaiting: () => scope.skipWaiting(),
    every(periodMs, callback) {
      const timer = setInterval(callback, periodMs)
      return () => clearInterval(timer)
    },
  })
})
scope.addEventListener('activate', () => {
  taken()
  // It may have replaced another program's worker, for other pages or for one of ours alone. There the worker of "/" is enough.
  if (new URL(scope.registration.scope).pathname !== '/') void scope.registration.unregister()
})

scope.addEventListener('fetch', (event) => {
  const part = partFor(event.request)
  if (part === 'script') event.respondWith(answer(waitingScript(script, scope.standbyFolder)))
  // Only if there is no answer at all: a refusal or an error of the bridge is an answer.
  if (part === 'page') {
    event.respondWith(fetch(event.request).catch(() => answer(waitingPage(new URL(event.request.url).pathname))))
  }
})
