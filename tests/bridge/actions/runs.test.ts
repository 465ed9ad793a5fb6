import { describe, expect, test } from 'vitest'
import { createRuns, EACH_PER_MINUTE, type RunsOptions } from '@standby/bridge/actions/runs.ts'
import { MAX_AGE_MS, MAX_WAITING } from '@standby/bridge/actions/lanes.ts'
import { say, type Said } from '@standby/bridge/actions/words.ts'
import type { Action, Deed } from '@standby/shared/actions/action.ts'
import { NO_VALUES } from '@standby/shared/actions/values.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { waitFor } from '../../support/wait.ts'

const TRIGGER: Deed = { type: 'streamerbot-trigger', name: 'x' }
const action = (id: string, deed: Deed = TRIGGER): Action => ({ id, on: true, when: { type: 'follow' }, deed, caughtUp: false })

function setUp() {
  const clock = fakeClock()
  const sent: { id: string; answer: (said: Said) => void; signal: AbortSignal }[] = []
  const lines: object[] = []
  const note = (about: object): void => void lines.push(about)
  const log = { info: note, warn: note, debug: note, error: note } as unknown as RunsOptions['log']
  const runs = createRuns({
    clock,
    log,
    perform: ({ id }, _values, signal) => new Promise((answer) => void sent.push({ id, answer, signal })),
  })
  const start = (one: Action): void => runs.start({ action: one, values: { ...NO_VALUES, user: 'Ada' } })
  const until = (count: number) => waitFor(() => sent.length === count, { what: `${count} sent` })
  return { clock, sent, lines, runs, start, until }
}

describe('Actions', () => {
  test('[AN18] one program is asked one thing at a time, in order, and holds up no other', async () => {
    const { sent, runs, start, until } = setUp()
    start(action('a'))
    start(action('b'))
    start(action('c', { type: 'sammi-webhook', trigger: 't' }))
    await until(2)
    expect(sent.map(({ id }) => id)).toEqual(['a', 'c'])
    sent[0]!.answer(say('done'))
    await until(3)
    expect(sent[2]!.id).toBe('b')
    expect(runs.last('a')).toMatchObject({ result: 'done', isTest: false })
    expect(runs.last('b')).toBeNull()
  })

  test('[AN18] twenty wait for a program, and none longer than 30 s', async () => {
    const { clock, sent, runs, start, until } = setUp()
    for (let index = 0; index <= MAX_WAITING; index += 1) start(action(`a${index}`))
    await until(1)
    start(action('last'))
    expect(runs.last('last')).toMatchObject({ result: 'skipped', sentence: { code: 'queue-full' } })
    clock.advanceBy(MAX_AGE_MS + 1)
    sent[0]!.answer(say('done'))
    await waitFor(() => runs.last(`a${MAX_WAITING}`) !== null, { what: 'the last that waited' })
    expect(runs.last('a1')).toMatchObject({ result: 'skipped', sentence: { code: 'too-late' } })
    expect(sent).toHaveLength(1)
    start(action('fresh'))
    await until(2)
  })

  test('[AN19] an action runs at most 30 times a minute, all together 120', async () => {
    const { clock, sent, runs, start } = setUp()
    const lane = (index: number): Deed => ({ type: 'http-request', method: 'GET', url: `http://h${index}.example/`, headers: [], body: '' })
    const each = async (id: string, count: number, from: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) start(action(id, lane(from + index)))
      await Promise.resolve()
    }
    await each('a', EACH_PER_MINUTE, 0)
    await waitFor(() => sent.length === EACH_PER_MINUTE, { what: 'the first 30' })
    start(action('a'))
    expect(runs.last('a')).toMatchObject({ result: 'skipped', sentence: { code: 'too-many', params: { limit: 30 } } })
    for (const [index, id] of ['b', 'c', 'd'].entries()) await each(id, EACH_PER_MINUTE, 100 * (index + 1))
    start(action('e'))
    expect(runs.last('e')).toMatchObject({ sentence: { code: 'too-many', params: { limit: 120 } } })
    clock.advanceBy(60_001)
    start(action('e'))
    await waitFor(() => sent.length === 4 * EACH_PER_MINUTE + 1, { what: 'one in the next minute' })
  })

  test('[AN20] a test goes first, counts in no budget, and says how it went', async () => {
    const { sent, runs, start, until } = setUp()
    start(action('a'))
    start(action('b'))
    const tested = runs.test({ action: action('c'), values: NO_VALUES })
    await until(1)
    sent[0]!.answer(say('done'))
    await until(2)
    expect(sent[1]!.id).toBe('c')
    sent[1]!.answer(say('obs-away'))
    expect(await tested).toMatchObject({ result: 'failed', isTest: true, sentence: { code: 'obs-away' } })
  })

  test('[AN21] the log has no name of a viewer and no address', async () => {
    const { sent, lines, start, until } = setUp()
    const url = 'http://secret-host.example/path'
    start(action('a', { type: 'http-request', method: 'GET', url, headers: [], body: '' }))
    await until(1)
    sent[0]!.answer(say('host-refused', { host: 'secret-host.example' }))
    await waitFor(() => lines.length === 1, { what: 'the line' })
    expect(lines).toEqual([{ action: 'a', when: 'follow', deed: 'http-request', code: 'host-refused', isTest: false }])
  })

  test('[AN18] what is being sent is ended when Standby stops, and what waits is dropped', async () => {
    const { sent, runs, start, until } = setUp()
    start(action('a'))
    start(action('b'))
    await until(1)
    runs.dispose()
    expect(sent[0]!.signal.aborted).toBe(true)
    sent[0]!.answer(say('no-answer', { program: 'streamerbot' }))
    start(action('c'))
    await waitFor(() => runs.last('a') !== null, { what: 'the end of the first' })
    expect(sent).toHaveLength(1)
  })
})
