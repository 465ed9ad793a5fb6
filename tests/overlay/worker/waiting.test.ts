// A turn lets what was promised happen.
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { drawWaiting } from '../../../overlay/src/worker/waiting/draw.ts'
import { START_COMMAND, WAITING_TEXTS } from '../../../overlay/src/worker/waiting/texts.ts'
import { LONGEST_LOOK_MS, nextLookMs, watchFor } from '../../../overlay/src/worker/waiting/watch.ts'
import { partFor, SCRIPT_PATH, waitingPage, waitingScript } from '../../../overlay/src/worker/answer.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'

const HERE = 'http://127.0.0.1:4747'
const request = (path: string, more: Partial<Pick<Request, 'method' | 'mode'>> = {}): Pick<Request, 'method' | 'mode' | 'url'> => ({
  method: 'GET',
  mode: 'navigate',
  url: HERE + path,
  ...more,
})

describe('Opened before the bridge', () => {
  test('[SW3] the worker minds pages that are opened and its own script, and nothing else', () => {
    for (const path of ['/', '/dock', '/reports', '/channels', '/overlay', '/standby', '/dock?lang=fr#token=x'])
      expect(partFor(request(path))).toBe('page')
    expect(partFor(request(SCRIPT_PATH, { mode: 'no-cors' }))).toBe('script')
    for (const path of [
      '/api/history/sessions/1/export',
      '/metrics',
      '/healthz',
      '/assets/dock.js',
      '/avatar?u=x',
      '/toString',
      '/Dock',
      '/dock/',
    ]) {
      for (const mode of ['navigate', 'cors', 'no-cors', 'same-origin'] as const) expect(partFor(request(path, { mode }))).toBeNull()
    }
    for (const path of ['/', '/dock', '/overlay']) {
      expect(partFor(request(path, { mode: 'cors' }))).toBeNull()
      for (const method of ['POST', 'HEAD', 'PUT']) expect(partFor(request(path, { method }))).toBeNull()
    }
    expect(partFor(request(SCRIPT_PATH))).toBeNull()
  })

  test('[SW3] what stands in for a page allows no inline script, and the frames that the page allows', () => {
    for (const [path, frames] of Object.entries({
      '/': 'none',
      '/dock': 'none',
      '/reports': 'none',
      '/channels': 'none',
      '/overlay': 'self',
      '/standby': 'self',
    })) {
      const { headers, body } = waitingPage(path)
      expect(headers['Content-Security-Policy']).toMatch(new RegExp(`default-src 'none'; script-src 'self';.*frame-ancestors '${frames}'$`))
      expect(body.match(/<script[^>]*>/g)).toEqual([`<script src="${SCRIPT_PATH}">`])
    }
  })

  test('[SW5] it looks after 2 s, then a little more slowly, every 5 s at most', () => {
    const waits = Array.from({ length: 200 }, (_, looks) => nextLookMs(looks))
    expect(waits[0]).toBe(2_000)
    expect(Math.max(...waits)).toBe(LONGEST_LOOK_MS)
    expect(waits.every((wait, at) => at === 0 || wait >= (waits[at - 1] ?? 0))).toBe(true)
    expect(waits.slice(0, 20).reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(55_000)
  })

  test('[SW5] it looks once at a time, at once when asked, and loads once', async () => {
    const clock = fakeClock()
    const looks: ((there: boolean) => void)[] = []
    let loads = 0
    const lookNow = watchFor({ clock, isThere: () => new Promise((resolve) => looks.push(resolve)), load: () => (loads += 1) })
    clock.advanceBy(1_999)
    expect(looks).toHaveLength(0)
    clock.advanceBy(1)
    expect(looks).toHaveLength(1)
    lookNow()
    clock.advanceBy(60_000)
    expect(looks).toHaveLength(1)
    looks[0]?.(false)
    await turn()
    lookNow()
    expect(looks).toHaveLength(2)
    looks[1]?.(false)
    await turn()
    clock.advanceBy(nextLookMs(2))
    looks[2]?.(true)
    await turn()
    lookNow()
    clock.advanceBy(60_000)
    await turn()
    expect([looks.length, loads]).toEqual([3, 1])
  })

  test.each(['en', 'fr'] as const)('[SW1] the waiting page in %s says what is so, what to do and that it goes on by itself', (language) => {
    const drawn = document.implementation.createHTMLDocument()
    const texts = WAITING_TEXTS[language]
    drawWaiting(drawn, texts, null)
    const { todoIn, ...others } = texts
    expect(drawn.querySelector('h1')?.textContent).toBe(texts.title)
    expect(drawn.querySelector('code')?.textContent).toBe(START_COMMAND)
    for (const text of Object.values(others)) expect(drawn.body.textContent).toContain(text)
    expect(drawn.body.textContent).not.toContain(todoIn)
  })

  test.each(['/home/maya/standby', 'C:\\Users\\Maya\\standby <b>', `it's "one" \u2028`])(
    '[SW8] the waiting page names the folder %s',
    (folder) => {
      const drawn = document.implementation.createHTMLDocument()
      drawWaiting(drawn, WAITING_TEXTS.en, folder)
      expect([...drawn.querySelectorAll('code')].map((code) => code.textContent)).toEqual([folder, START_COMMAND])
      expect(drawn.body.textContent).toContain(WAITING_TEXTS.en.todoIn)
      // The worker hands it over in a script.
      const { body } = waitingScript('self.ran = true', folder)
      const self: { standbyFolder?: unknown; ran?: unknown } = {}
      // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-call
      new Function('self', body)(self)
      expect(self).toEqual({ standbyFolder: folder, ran: true })
      expect(waitingScript('self.ran = true', 7).body).toBe('self.ran = true')
    },
  )
})
