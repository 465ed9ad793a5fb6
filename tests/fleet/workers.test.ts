import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { feedClient } from '../support/peers/feed-server.ts'
import { startFleet, textsOf, type TestFleet } from '../support/peers/fleet.ts'
import { findNatsServer } from '../support/peers/nats-program.ts'
import { waitFor } from '../support/wait.ts'

const NAMES = ['anna', 'ben', 'cleo', 'dora', 'eva', 'fred']
const here = test.skipIf(findNatsServer() === null)

let fleet: TestFleet

beforeAll(async () => {
  if (findNatsServer() === null) return
  fleet = await startFleet(['w1', 'w2', 'w3'])
  await fleet.want(...NAMES)
  await fleet.connected(...NAMES)
})
afterAll(() => fleet?.close())

type Feed = Awaited<ReturnType<typeof feedClient>>

async function feedOf(address: string): Promise<Feed> {
  const feed = await feedClient(address)
  await waitFor(() => feed.messages.length > 0, { what: 'a snapshot', timeoutMs: 20_000 })
  return feed
}

const heard = (feed: Feed, text: string): Promise<unknown> =>
  waitFor(() => textsOf(feed.events()).includes(text), { what: `“${text}” in the feed`, timeoutMs: 20_000 })

describe('Fleet', () => {
  here('[FL10][FL11] each channel has one connection, and any worker serves its feed', async () => {
    const feeds = await Promise.all(fleet.workers().map(({ url }) => feedOf(`${url.feed}?channel=anna`)))
    fleet.say('anna', 'hello')
    for (const feed of feeds) await heard(feed, 'hello')
    expect(new Set(feeds.map((feed) => JSON.stringify(feed.events()))).size).toBe(1)
    for (const one of fleet.workers()) {
      const { workers, channels } = await fleet.view(one)
      expect(workers).toHaveLength(3)
      expect(channels.map(({ username }) => username).toSorted()).toEqual(NAMES)
    }
    expect(NAMES.map((name) => fleet.sim.room(name).socketCount)).toEqual(NAMES.map(() => 1))
  })

  here('[FL12] a client resumes on another worker by epoch and offset', async () => {
    const { owner, other } = await fleet.sides('ben')
    const first = await feedOf(`${owner.url.feed}?channel=ben`)
    for (const text of ['one', 'two']) fleet.say('ben', text)
    await heard(first, 'two')
    const { epoch } = first.messages.find((message) => message.type === 'snapshot')!
    const at = first.events().find((event) => event.type === 'chat' && event.text === 'one')!.offset
    const next = await feedOf(`${other.url.feed}?channel=ben&epoch=${epoch}&offset=${at}`)
    expect(next.messages[0]).toMatchObject({ type: 'snapshot', epoch, recovered: true, gap: null })
    fleet.say('ben', 'three')
    await heard(next, 'three')
    expect(textsOf(next.events())).toEqual(['two', 'three'])
  })

  here('[FL3][FL9][FL18] after kill -9 of its owner a channel goes on elsewhere, and its feed loses nothing', async () => {
    const { owner, other } = await fleet.sides('anna')
    const feed = await feedOf(`${other.url.feed}?channel=anna`)
    fleet.say('anna', 'before')
    await heard(feed, 'before')
    await owner.kill()
    fleet.say('anna', 'while nobody listened')
    await fleet.connected(...NAMES)
    fleet.say('anna', 'after')
    await heard(feed, 'after')
    expect(textsOf(feed.events())).toEqual(['before', 'while nobody listened', 'after'])
    const { takeovers } = await fleet.view(other)
    expect(takeovers.find(({ channel }) => channel === 'anna')).toMatchObject({ epoch: 2 })
    const figures = await (await fetch(`${other.origin}/metrics/fleet`)).text()
    expect(figures).toMatch(/^standby_fleet_channels 6$/m)
    expect(figures).toMatch(new RegExp(`^standby_fleet_takeovers_last_hour ${takeovers.length}$`, 'm'))
    expect(figures).toMatch(/^standby_fleet_channels_without_owner 0$/m)
    await fleet.join('w4')
  })

  here('[FL1][FL2] an owner that stood still has lost its channels when it goes on, and writes nothing more', async () => {
    const { owner, other } = await fleet.sides('cleo')
    const feed = await feedOf(`${other.url.feed}?channel=cleo`)
    process.kill(owner.pid, 'SIGSTOP')
    const room = fleet.sim.room('cleo')
    // What a stopped process holds stays open until it goes on: TikTok sees two sockets for so long.
    await waitFor(() => room.socketCount === 2, { what: 'another worker to connect', timeoutMs: 20_000 })
    fleet.say('cleo', 'heard by both')
    await heard(feed, 'heard by both')
    process.kill(owner.pid, 'SIGCONT')
    await fleet.connected(...NAMES)
    fleet.say('cleo', 'last')
    await heard(feed, 'last')
    expect(textsOf(feed.events())).toEqual(['heard by both', 'last'])
  })

  here('[FL13][FL15] a worker that is asked to stop hands its channels and their settings over first', async () => {
    const { owner, other } = await fleet.sides('eva')
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ theme: 'solid' }) }
    expect((await fetch(`${owner.origin}/api/overlay/settings?channel=eva`, request)).status).toBe(200)
    const feed = await feedOf(`${other.url.feed}?channel=eva`)
    expect((await owner.stop()).code).toBe(0)
    await fleet.connected(...NAMES)
    fleet.say('eva', 'on air')
    await heard(feed, 'on air')
    const next = (await fleet.sides('eva')).owner
    const settings = await (await fetch(`${next.origin}/api/overlay/settings?channel=eva`)).json()
    expect(settings).toMatchObject({ theme: 'solid' })
  })
})
