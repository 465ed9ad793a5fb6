import { describe, expect, test } from 'vitest'
import { waitFor } from '../../support/wait.ts'
import { MINUTE, T0 } from './readings.ts'
import { alert, answer, ids, SECRET, setUpWebhook } from './receiver.ts'

describe('Alerts', () => {
  test('[AL7] an alert is posted as plain JSON', async () => {
    const { received, send, until } = await setUpWebhook()
    send('stalled')
    send('stalled', T0 + 5)
    await until(2)
    expect(received[0]).toMatchObject({
      method: 'POST',
      url: `/hook/${SECRET}?key=${SECRET}`,
      headers: { 'content-type': 'application/json' },
    })
    expect(JSON.parse(received[0]!.body)).toEqual({
      source: 'standby',
      event: 'raised',
      username: 'some_one',
      text: expect.stringContaining('silent'),
      alert: { id: 'stalled', severity: 'warning', raisedAt: T0, clearedAt: null, params: {} },
    })
    expect(JSON.parse(received[1]!.body)).toMatchObject({ event: 'cleared', alert: { clearedAt: T0 + 5 } })
  })

  test('[AL8] alerts are sent one at a time, in order, whatever happens to one', async () => {
    const { clock, received, send, until, said } = await setUpWebhook([answer(500), answer(400)])
    send('stalled')
    send('breaker-open')
    send('storage')
    await said('tries again later')
    expect(received).toHaveLength(1)
    clock.advanceBy(2_000)
    await until(4)
    expect(ids(received)).toEqual(['raised stalled', 'raised stalled', 'raised breaker-open', 'raised storage'])
  })

  test('[AL9] an undelivered alert is retried after 2 s, 10 s, 1 min and 5 min, then dropped and logged', async () => {
    const { clock, received, send, until, said, lines } = await setUpWebhook([
      answer(500),
      answer(502),
      answer(503),
      answer(408),
      answer(500),
    ])
    send('stalled')
    send('storage')
    for (const [index, delayMs] of [2_000, 10_000, MINUTE, 5 * MINUTE].entries()) {
      await until(index + 1)
      await waitFor(() => lines.length === index + 1, { what: 'the retry' })
      clock.advanceBy(delayMs - 1)
      expect(received).toHaveLength(index + 1)
      clock.advanceBy(1)
    }
    await said('could not be sent')
    await until(6)
    expect(ids(received).slice(4)).toEqual(['raised stalled', 'raised storage'])
  })

  test('[AL9] a receiver that is not there is one that does not answer', async () => {
    const { clock, send, said, lines, requestCount } = await setUpWebhook([], () =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(`to /hook/${SECRET}`), { code: 'ECONNREFUSED' }) })),
    )
    send('stalled')
    await said('ECONNREFUSED')
    clock.advanceBy(2_000)
    await waitFor(() => requestCount() === 2, { what: 'the second request' })
    expect(lines.join('')).not.toContain(SECRET)
  })

  test('[AL9] an answer that takes longer than 5 s is none', async () => {
    const { clock, received, send, until, said } = await setUpWebhook([() => undefined])
    send('stalled')
    await until(1)
    clock.advanceBy(5_000)
    await said('no answer within 5 s')
    clock.advanceBy(2_000)
    await until(2)
    expect(ids(received)).toEqual(['raised stalled', 'raised stalled'])
  })

  test('[AL9] an answer that never ends is cut after 5 s too', async () => {
    let begun = false
    const { clock, send, said } = await setUpWebhook([(response) => void response.writeHead(503).write('{"retry')], async (...args) => {
      const response = await fetch(...args)
      begun = true
      return response
    })
    send('stalled')
    await waitFor(() => begun, { what: 'the beginning of the answer' })
    clock.advanceBy(5_000)
    await said('no answer within 5 s')
  })

  test.each([
    [
      "Discord's body",
      answer(429, { 'content-type': 'application/json' }, '{"message": "limited", "retry_after": 64.57, "global": false}'),
      64_570,
    ],
    ['the header', answer(429, { 'retry-after': '90' }), 90_000],
    ['the later of both', answer(429, { 'retry-after': '30' }, '{"retry_after": 31.5}'), 31_500],
    ['a header of another status', answer(503, { 'retry-after': '7' }), 7_000],
    ['nothing that can be read', answer(429, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, '<html>'), 2_000],
    ['a negative number', answer(429, {}, '{"retry_after": -5}'), 2_000],
    ['more than a day', answer(429, { 'retry-after': '99999999' }), 86_400_000],
  ])('[AL10] never before the receiver asks for it: %s', async (_what, first, waitMs) => {
    const { clock, received, send, until, said } = await setUpWebhook([first])
    send('stalled')
    await said('tries again later')
    clock.advanceBy(waitMs - 1)
    expect(clock.nextDueAt()).toBe(T0 + waitMs)
    expect(received).toHaveLength(1)
    clock.advanceBy(1)
    await until(2)
  })

  test('[AL10] what the receiver asks for holds for the next alert too', async () => {
    const limited = () => answer(429, { 'retry-after': '600' })
    const { clock, received, send, until, said, lines } = await setUpWebhook([limited(), limited(), limited(), limited(), limited()])
    send('stalled')
    send('storage')
    for (let count = 1; count <= 4; count++) {
      await waitFor(() => lines.length === count, { what: 'the retry' })
      clock.advanceBy(10 * MINUTE)
      await until(count + 1)
    }
    await said('could not be sent')
    expect(clock.nextDueAt()).toBe(clock.now() + 10 * MINUTE)
    expect(received).toHaveLength(5)
    clock.advanceBy(10 * MINUTE)
    await until(6)
    expect(ids(received).at(-1)).toBe('raised storage')
  })

  test('[AL11] a redirect is not followed, and a refusal is not tried again', async () => {
    const elsewhere = await setUpWebhook()
    const { received, send, until, lines } = await setUpWebhook([answer(307, { location: `${elsewhere.origin}/taken` }), answer(404)])
    send('stalled')
    send('storage')
    send('auth')
    await until(3)
    expect(ids(received)).toEqual(['raised stalled', 'raised storage', 'raised auth'])
    expect(elsewhere.received).toEqual([])
    expect(lines.map((line) => (JSON.parse(line) as { reason: string }).reason)).toEqual([
      'answer 307, a redirect, which is not followed',
      'answer 404',
    ])
  })

  test('[AL12] at most 50 alerts wait; the oldest of them makes room', async () => {
    const { clock, received, send, until, said } = await setUpWebhook([answer(500)])
    send('stalled')
    await said('tries again later')
    for (let count = 0; count < 60; count++) send(count < 10 ? 'blocked' : 'storage')
    clock.advanceBy(2_000)
    await until(52)
    expect(ids(received).filter((id) => id === 'raised stalled')).toHaveLength(2)
    expect(ids(received).filter((id) => id === 'raised blocked')).toHaveLength(0)
    expect(ids(received).filter((id) => id === 'raised storage')).toHaveLength(50)
  })

  test('[AL12] sending never throws and never waits, whatever fetch does', async () => {
    const { webhook, said, requestCount } = await setUpWebhook([], () => {
      throw new Error(`a mistake with /hook/${SECRET}`)
    })
    expect(() => webhook.send({ alert: alert('stalled'), username: null })).not.toThrow()
    await said('the request failed')
    expect(requestCount()).toBe(1)
  })

  test('[AL12] after the end nothing is sent and no timer is left', async () => {
    const { webhook, clock, send, said, requestCount, until } = await setUpWebhook([answer(500), () => undefined])
    send('stalled')
    await said('tries again later')
    clock.advanceBy(2_000)
    await until(2)
    webhook.dispose()
    await waitFor(() => clock.nextDueAt() === null, { what: 'the last timer to go' })
    send('storage')
    expect(requestCount()).toBe(2)
  })

  test('[AL13] neither the address nor what is in it is ever in the log, only the host', async () => {
    const { clock, lines, send, said } = await setUpWebhook([
      answer(500),
      answer(429, {}, SECRET),
      answer(302, { location: `/${SECRET}` }),
      answer(403, {}, SECRET),
    ])
    send('stalled')
    send('storage')
    for (const [index, delayMs] of [2_000, 10_000].entries()) {
      await waitFor(() => lines.length === index + 1, { what: 'the retry' })
      clock.advanceBy(delayMs)
    }
    await said('answer 403')
    expect(lines).toHaveLength(4)
    expect(lines.join('')).not.toMatch(new RegExp(`${SECRET}|/hook|key=`))
    expect(lines.join('')).toContain('127.0.0.1')
  })
})
