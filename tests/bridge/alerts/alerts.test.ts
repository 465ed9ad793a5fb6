import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { ALERT_IDS, type Alert } from '@standby/shared/alert.ts'
import { CAUSE_KINDS } from '@standby/shared/connection/cause.ts'
import { createAlerts } from '@standby/bridge/alerts/alerts.ts'
import type { AlertReadings } from '@standby/bridge/alerts/readings.ts'
import { alertSentence } from '@standby/shared/words/alerts.ts'
import type { WebhookMessage } from '@standby/bridge/alerts/webhook-body.pure.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { FAILED, FINE, LOST, MINUTE, T0 } from './readings.ts'

function setUp(username: string | null = 'someone') {
  const clock = fakeClock(T0)
  const lines: string[] = []
  const sent: WebhookMessage[] = []
  const shown: string[][] = []
  const now: { readings: AlertReadings; username: string | null } = { readings: FINE, username }
  const alerts = createAlerts({
    read: () => now.readings,
    webhook: { send: (message) => void sent.push(message), dispose: () => undefined },
    username: () => now.username,
    clock,
    log: pino({ level: 'debug', base: null }, { write: (line: string) => void lines.push(line) }),
    onChange: (active) => void shown.push(active.map(({ id }) => id)),
  })
  const become = (readings: AlertReadings) => {
    now.readings = readings
    alerts.check()
  }
  return { clock, lines, sent, shown, now, alerts, become }
}

describe('Alerts', () => {
  test('[AL4] an alert goes to the listeners, to the log and to the webhook, and so does its end', () => {
    const { clock, lines, sent, shown, alerts, become } = setUp()
    become(FAILED)
    become(FAILED)
    clock.advanceBy(MINUTE)
    become({ ...FINE, connectedSince: clock.now() })
    expect(shown).toEqual([['reconnection-failed'], []])
    expect(lines.map((line) => JSON.parse(line) as { msg: string; text: string })).toMatchObject([
      { msg: 'alert: raised', alert: 'reconnection-failed', text: expect.stringContaining('TikTok closed it') },
      { msg: 'alert: cleared', alert: 'reconnection-failed', lastedMs: MINUTE },
    ])
    expect(sent.map(({ alert, username }) => [alert.id, alert.clearedAt, username])).toEqual([
      ['reconnection-failed', null, 'someone'],
      ['reconnection-failed', T0 + MINUTE, 'someone'],
    ])
    expect(alerts.active()).toEqual([])
  })

  test('[AL4] what time alone raises needs no further change', () => {
    const { clock, shown, become } = setUp()
    become({ ...LOST, cause: 'rate-limited' })
    clock.advanceBy(10 * MINUTE - 1)
    expect(shown).toEqual([])
    clock.advanceBy(1)
    expect(shown).toEqual([['rate-limited']])
  })

  test('[AL4] there is one timer at most, and none after the end', () => {
    const { clock, shown, alerts, become } = setUp()
    for (let count = 0; count < 20; count++) become({ ...LOST, cause: 'rate-limited' })
    expect(clock.nextDueAt()).toBe(T0 + 10 * MINUTE)
    become(FINE)
    expect(clock.nextDueAt()).toBeNull()
    become({ ...LOST, cause: 'rate-limited' })
    alerts.dispose()
    expect(clock.nextDueAt()).toBeNull()
    become(FAILED)
    expect(shown).toEqual([])
  })

  test('[AL5] the alerts of the demo are shown and never sent, neither is the end of what was not sent', () => {
    const { sent, shown, now, become } = setUp(null)
    become(FAILED)
    now.username = 'someone'
    become(FINE)
    expect(shown).toEqual([['reconnection-failed'], []])
    expect(sent).toEqual([])
  })

  test('[AL5] the end of what was sent follows, also when another name is connected now', () => {
    const { sent, now, become } = setUp('first')
    become(FAILED)
    now.username = null
    become(FINE)
    expect(sent.map(({ username }) => username)).toEqual(['first', 'first'])
  })

  test('[AL6] each alert has a sentence for its beginning and one for its end', () => {
    const sentences = ALERT_IDS.flatMap((id) => {
      const alert: Alert = { id, severity: 'warning', raisedAt: T0, clearedAt: null, params: {} }
      return [alertSentence(alert), alertSentence({ ...alert, clearedAt: T0 })]
    })
    expect(new Set(sentences).size).toBe(sentences.length)
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/)
    for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|null|\[object/)
  })

  test('[AL6] the cause is named in words, whatever it is', () => {
    const about = (params: Alert['params']) =>
      alertSentence({ id: 'reconnection-failed', severity: 'critical', raisedAt: T0, clearedAt: null, params })
    const sentences = CAUSE_KINDS.map((cause) => about({ cause }))
    expect(new Set(sentences).size).toBe(CAUSE_KINDS.length)
    expect(about({ cause: 'something-new' })).toBe(about({}))
    expect(alertSentence({ id: 'auth', severity: 'critical', raisedAt: T0, clearedAt: null, params: { cause: 'not-found' } })).toContain(
      'name',
    )
    expect(
      alertSentence({ id: 'objective-missed', severity: 'warning', raisedAt: T0, clearedAt: null, params: { failed: 3, cycles: 12 } }),
    ).toMatch(/^3 of the last 12 /)
  })

  test('[AL6] docs/metrics.md lists every alert', () => {
    const docs = readFileSync(join(import.meta.dirname, '../../../docs/metrics.md'), 'utf8')
    const table = docs.slice(docs.indexOf('## Alerts'))
    expect([...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1])).toEqual([...ALERT_IDS])
  })
})
