import { signRateLimited } from '@standby/bridge/simulator/failures.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { feedClient } from '../support/peers/feed-server.ts'
import { startFleet, textsOf, type TestFleet } from '../support/peers/fleet.ts'
import { findNatsServer } from '../support/peers/nats-program.ts'
import { stays, waitFor } from '../support/wait.ts'

const NAMES = ['gina', 'hugo', 'ida', 'jan']
const here = test.skipIf(findNatsServer() === null)

let fleet: TestFleet

beforeAll(async () => {
  if (findNatsServer() === null) return
  fleet = await startFleet(['w1', 'w2', 'w3'], { SIGN_REQUESTS_PER_MINUTE: '400', SIGN_REQUESTS_PER_HOUR: '4000' })
  await fleet.want(...NAMES)
  await fleet.connected(...NAMES)
})
afterAll(() => fleet?.close())

type Feed = Awaited<ReturnType<typeof feedClient>>

async function feedOf(name: string): Promise<Feed> {
  const { other } = await fleet.sides(name)
  const feed = await feedClient(`${other.url.feed}?channel=${name}`)
  await waitFor(() => feed.messages.length > 0, { what: 'a snapshot', timeoutMs: 20_000 })
  return feed
}

const heard = (feed: Feed, text: string): Promise<unknown> =>
  waitFor(() => textsOf(feed.events()).includes(text), { what: `“${text}” in the feed`, timeoutMs: 30_000 })
const sockets = (): number[] => NAMES.map((name) => fleet.sim.room(name).socketCount)

describe('Fleet', () => {
  here('[FL14] no event is lost while the server that leads stands still', async () => {
    const feed = await feedOf('gina')
    const leader = await fleet.servers.leaderOf('FEED')
    leader.signal('SIGSTOP')
    const texts = Array.from({ length: 20 }, (_, index) => `number ${index}`)
    for (const text of texts) fleet.say('gina', text)
    await heard(feed, texts.at(-1)!)
    leader.signal('SIGCONT')
    await fleet.servers.ready()
    expect(textsOf(feed.events())).toEqual(texts)
  })

  here('[FL9][FL14] no event is lost while the server that leads is killed and another one takes over', async () => {
    const feed = await feedOf('jan')
    const leader = await fleet.servers.leaderOf('FEED')
    leader.signal('SIGKILL')
    const texts = Array.from({ length: 20 }, (_, index) => `number ${index}`)
    for (const text of texts) fleet.say('jan', text)
    await heard(feed, texts.at(-1)!)
    expect(textsOf(feed.events())).toEqual(texts)
    leader.start()
    await fleet.servers.ready()
  })

  here('[FL1][FL17] without two of three servers every connection is closed, and all come back with them', async () => {
    const feed = await feedOf('hugo')
    fleet.say('hugo', 'before')
    await heard(feed, 'before')
    let most = 0
    const watch = setInterval(() => (most = Math.max(most, ...sockets())), 20)
    const [, second, third] = fleet.servers.servers
    for (const server of [second!, third!]) server.signal('SIGKILL')
    await waitFor(() => sockets().every((count) => count === 0), { what: 'all connections to be closed', timeoutMs: 10_000 })
    fleet.say('hugo', 'while nobody listened')
    for (const server of [second!, third!]) server.start()
    await fleet.connected(...NAMES)
    fleet.say('hugo', 'after')
    await heard(feed, 'after')
    clearInterval(watch)
    expect(textsOf(feed.events())).toEqual(['before', 'while nobody listened', 'after'])
    expect(most).toBe(1)
  })

  here('[FL7] a refusal that one worker met keeps every worker from asking', async () => {
    const limited = signRateLimited({ retryAfterSeconds: 15, resetAt: Date.now() + 15_000 })
    const undo = fleet.sim.fault('sign', limited, { times: 1 })
    const refusedAt = (): number => fleet.sim.requests.counts.sign
    const before = refusedAt()
    fleet.sim.room('ida').terminateSockets()
    await waitFor(() => refusedAt() === before + 1, { what: 'the refusal', timeoutMs: 20_000 })
    undo()
    for (const name of NAMES.filter((one) => one !== 'ida')) fleet.sim.room(name).terminateSockets()
    await stays(() => refusedAt() === before + 1, { that: 'no worker asked the sign service', forMs: 8_000 })
    // After a refusal Standby waits for a minute at least.
    await waitFor(() => sockets().every((count) => count === 1), { what: 'one connection for each channel', timeoutMs: 90_000 })
  })
})
