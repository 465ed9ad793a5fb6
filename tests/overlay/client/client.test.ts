import { describe, expect, test, vi } from 'vitest'
import { connect, type ConnectOptions } from '../../../overlay/src/client/client.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { ServerMessage, SnapshotMessage } from '@standby/shared/protocol.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { event, liveState } from '../../support/fixtures/show.ts'

const chat = (offset: number): LiveEvent => event(offset, { type: 'chat', text: `message ${offset}` })

function connected(options: ConnectOptions = {}) {
  const clock = fakeClock()
  const paths: string[] = []
  const seen: number[] = []
  const links: boolean[] = []
  let socket: { onmessage: WebSocket['onmessage']; onclose: WebSocket['onclose']; close(): void } | null = null
  const client = connect(
    { onEvent: ({ offset }) => void seen.push(offset), onLink: (up) => void links.push(up), ...options },
    {
      clock,
      random: () => 0.5,
      open(path) {
        paths.push(path)
        return (socket = { onmessage: null, onclose: null, close: () => undefined })
      },
    },
  )
  const say = (message: unknown): void =>
    void socket?.onmessage?.call({} as WebSocket, { data: typeof message === 'string' ? message : JSON.stringify(message) } as MessageEvent)
  const snapshot = (fields: Partial<SnapshotMessage>): ServerMessage => ({
    type: 'snapshot',
    epoch: 'e 1',
    offset: 0,
    recovered: false,
    state: liveState(clock.now()),
    events: [],
    history: [],
    now: clock.now(),
    gap: null,
    ...fields,
  })
  return {
    clock,
    paths,
    seen,
    links,
    client,
    say,
    snapshot: (fields: Partial<SnapshotMessage> = {}) => say(snapshot(fields)),
    update: (events: LiveEvent[], state = {}) => say({ type: 'update', offset: events.at(-1)?.offset ?? 0, events, state }),
    cut: () => void socket?.onclose?.call({} as WebSocket, { code: 1006 } as CloseEvent),
  }
}

describe('Custom pages', () => {
  test('[CP6] a page gets the kinds that came later if it asks for them, also when it comes back', () => {
    const one = connected({ types: 'all' })
    one.snapshot({ offset: 2 })
    one.cut()
    one.clock.advanceBy(5_000)
    expect(one.paths).toEqual(['/ws?types=all', '/ws?types=all&epoch=e+1&offset=2'])
    const other = connected()
    expect(other.paths).toEqual(['/ws'])
  })

  test('[CP3] a page gets each event once and in order, over a restart of Standby', () => {
    const one = connected()
    one.snapshot({ offset: 2, history: [chat(1), chat(2)] })
    one.update([chat(3), chat(4)])
    one.cut()
    one.clock.advanceBy(500)
    expect(one.paths).toEqual(['/ws', '/ws?epoch=e+1&offset=4'])
    one.snapshot({ recovered: true, offset: 6, events: [chat(5), chat(6)] })
    one.update([chat(7)])
    expect(one.seen).toEqual([3, 4, 5, 6, 7])
    expect(one.links).toEqual([true, false, true])
  })

  test('[CP3] history is not announced, and the state comes whole whenever a part of it changes', () => {
    const history: number[][] = []
    const likes: number[] = []
    const one = connected({
      onHistory: (events) => void history.push(events.map(({ offset }) => offset)),
      onState: ({ counters }) => void likes.push(counters.likes),
    })
    one.snapshot({ offset: 1, history: [chat(1)] })
    const { counters } = liveState(one.clock.now())
    one.update([], { counters: { ...counters, likes: 7 } })
    one.update([chat(2)])
    expect(history).toEqual([[1]])
    expect(likes).toEqual([counters.likes, 7])
    // Another LIVE, of which nothing has happened yet: a page that adds up begins at 0.
    one.snapshot({ offset: 9 })
    expect(history).toEqual([[1], []])
  })

  test('[CP7] a mistake in a page’s own code costs it no event, and is shown in the console', () => {
    const shown = vi.fn<(error: Error) => void>()
    vi.stubGlobal('reportError', shown)
    const seen: number[] = []
    const one = connected({
      onState: () => void JSON.parse('no JSON'),
      onEvent({ offset }) {
        seen.push(offset)
        if (offset === 1) throw new Error('a mistake')
      },
    })
    one.snapshot()
    one.update([chat(1), chat(2)])
    one.update([chat(3)])
    expect(seen).toEqual([1, 2, 3])
    expect(shown.mock.calls.map(([error]) => error.name)).toEqual(['SyntaxError', 'Error'])
    vi.unstubAllGlobals()
  })

  test('[CP3] what is no message of the feed changes nothing; a silent link is opened again', () => {
    const one = connected()
    for (const nonsense of ['', 'null', '7', '{}', '{"type":"update","offset":1,"events":[],"state":{}}']) one.say(nonsense)
    expect(one.links.includes(true)).toBe(false)
    one.snapshot()
    one.clock.advanceBy(36_000)
    expect(one.paths.length).toBeGreaterThan(1)
  })

  test('[CP3] after `stop` nothing is opened and nothing is handed over', () => {
    const one = connected()
    one.snapshot()
    one.client.stop()
    one.update([chat(1)])
    one.clock.advanceBy(600_000)
    expect(one.seen).toEqual([])
    expect(one.paths).toHaveLength(1)
    // Also in the middle of what came at once.
    const links: boolean[] = []
    const seen: number[] = []
    const other = connected({
      onLink: (up) => void links.push(up),
      onEvent({ offset }) {
        seen.push(offset)
        other.client.stop()
      },
    })
    other.snapshot()
    other.update([chat(1), chat(2)])
    expect(seen).toEqual([1])
    expect(links).toEqual([true])
  })
})
