import { browserPreferences } from '../../parts/preferences.ts'
import { painted, schemeFrom } from '../../parts/scheme.ts'
import { languageFor } from '../../i18n/languages.ts'
import { pageClock } from '../../parts/page-clock.ts'
import { isForViewers } from '../answer.ts'
import { drawWaiting } from './draw.ts'
import { WAITING_TEXTS } from './texts.ts'
import { watchFor } from './watch.ts'

// The page that the service worker answers with while nothing else does. It has the address of the page it waits for, so that the query
// and the hash (with the token) are still there when that page is loaded.

function drawForCreators(): void {
  const asked = new URLSearchParams(location.search)
  const language = languageFor([asked.get('lang'), ...navigator.languages])
  const scheme = schemeFrom([asked.get('theme'), browserPreferences(() => localStorage).read('scheme')])
  const inObs = /\bOBS\/\d/.test(navigator.userAgent)
  document.documentElement.lang = language
  document.documentElement.dataset['scheme'] = painted(scheme, {
    inObs,
    systemIsLight: matchMedia('(prefers-color-scheme: light)').matches,
  })
  const { standbyFolder: folder } = globalThis as { standbyFolder?: unknown }
  drawWaiting(document, WAITING_TEXTS[language], typeof folder === 'string' ? folder : null)
}

// Viewers see only what is behind the page.
if (!isForViewers(location.pathname)) drawForCreators()

const lookNow = watchFor({
  clock: pageClock,
  // Its own address and not one of the API, because every later version answers here.
  isThere: () =>
    fetch(location.pathname, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(5_000) }).then(
      ({ ok }) => ok,
      () => false,
    ),
  load: () => location.reload(),
})
// The timers of a hidden page, and of one that slept, come late.
window.addEventListener('pageshow', ({ persisted }) => persisted && lookNow())
document.addEventListener('resume', lookNow)
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') lookNow()
})
