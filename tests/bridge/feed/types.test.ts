import * as z from 'zod'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { COUNTED_TYPES, type LiveEventDraft } from '@standby/shared/live/event.ts'
import { chat, follow, gapEvent, gift, laterKinds, like, user } from '../../support/fixtures/events.ts'
import { startFeedServer } from '../../support/peers/feed-server.ts'
import { waitFor } from '../../support/wait.ts'

let server: Awaited<ReturnType<typeof startFeedServer>>
beforeEach(async () => void (server = await startFeedServer()))
afterEach(() => server.close())

/** The kinds that a client of the first versions knows, to the letter. */
const KNOWN = ['chat', 'gift', 'like', 'follow', 'share', 'join', 'subscribe', 'gap']
/** How such a client may look at the feed: anything else is an error to it. */
const oldMessage = z.looseObject({
  type: z.enum(['snapshot', 'update']),
  offset: z.number(),
  events: z.array(z.looseObject({ id: z.string(), type: z.enum(KNOWN), offset: z.number() })),
  history: z.array(z.looseObject({ type: z.enum(KNOWN) })).optional(),
})

const plain = (id: string, type: 'share' | 'join' | 'subscribe'): LiveEventDraft => ({ id, type, at: 1, missed: false, user: user('bob') })
const FIRST: LiveEventDraft[] = [
  chat('1'),
  gift('2', { streakId: 's', count: 1, final: true }),
  like('3', 5, 50),
  follow('4'),
  plain('5', 'share'),
  plain('6', 'join'),
  plain('7', 'subscribe'),
  gapEvent(1, 2),
]
/** A LIVE in which every kind comes, the later ones in between. */
const mixed = (): LiveEventDraft[] => FIRST.flatMap((draft, index) => [draft, ...laterKinds().slice(index, index + 1)])
const ids = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id)

describe('Feed', () => {
  test('[FD25] a client that asks for nothing gets the first kinds alone, live and when it resumes', async () => {
    expect([...COUNTED_TYPES, 'gap']).toEqual(KNOWN)
    const before = await server.client()
    server.add(mixed())
    await waitFor(() => before.events().length >= FIRST.length, { what: 'the events' })
    const resumed = await server.client('?epoch=epoch-1&offset=0')
    for (const client of [before, resumed]) {
      expect(ids(client.events())).toEqual(ids(FIRST))
      for (const message of client.messages) oldMessage.parse(message)
    }
    // The position moves over what it was not sent: nothing is asked for twice.
    expect(before.position()).toBe('?epoch=epoch-1&offset=14')
    expect(resumed.messages[0]).toMatchObject({ recovered: true, offset: 14 })
    server.add([chat('8')])
    await waitFor(() => resumed.events().length > FIRST.length, { what: 'what comes after' })
    expect(resumed.messages.at(-1)).toMatchObject({ offset: 15 })
  })

  test('[FD25] its history is the last 60 events that it knows, however many others there are', async () => {
    server.add(Array.from({ length: 70 }, (_, n) => chat(`${n}`)))
    server.add(Array.from({ length: 200 }, (_, n) => ({ ...laterKinds()[2]!, id: `9${n}` })))
    const client = await server.client()
    const [snapshot] = client.messages
    expect(snapshot?.type === 'snapshot' && ids(snapshot.history)).toEqual(Array.from({ length: 60 }, (_, n) => `${n + 10}`))
    const all = await server.client('?types=all')
    const [first] = all.messages
    expect(first?.type === 'snapshot' && first.history.every(({ type }) => type === 'question')).toBe(true)
  })

  test('[FD25] with ?types=all it gets every kind, in order, beside a client that does not', async () => {
    const [all, some] = [await server.client('?types=all'), await server.client()]
    server.add(mixed())
    await waitFor(() => all.events().length >= mixed().length && some.events().length >= FIRST.length, { what: 'the events' })
    expect(ids(all.events())).toEqual(ids(mixed()))
    expect(ids(some.events())).toEqual(ids(FIRST))
    const resumed = await server.client('?types=all&epoch=epoch-1&offset=0')
    expect(ids(resumed.events())).toEqual(ids(mixed()))
    server.hub.restart()
    await waitFor(() => all.messages.at(-1)?.type === 'snapshot' && some.messages.at(-1)?.type === 'snapshot', { what: 'the snapshots' })
    const historyOf = (client: typeof all): string[] => {
      const last = client.messages.at(-1)
      return last?.type === 'snapshot' ? ids(last.history) : []
    }
    expect(historyOf(all)).toEqual(ids(mixed()))
    expect(historyOf(some)).toEqual(ids(FIRST))
  })

  test('[FD25] other words are refused with what to do', async () => {
    const client = await server.client('?types=battle')
    expect(client.refused()).toMatchObject({ status: 400 })
    expect(client.refused()?.body).toContain('types')
  })
})
