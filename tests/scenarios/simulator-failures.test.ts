import { describe, afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '@standby/bridge/clock.ts'
import { createDrops } from '@standby/bridge/simulator/drops.ts'
import * as failures from '@standby/bridge/simulator/failures.ts'
import type { Room } from '@standby/bridge/simulator/room.ts'
import { startSimulator, type Simulator } from '@standby/bridge/simulator/simulator.ts'
import { stockConnector, type Peer } from '../support/peers/stock-connector.ts'
import { waitFor } from '../support/wait.ts'

let simulator: Simulator
let room: Room
let peers: Peer[]

beforeEach(async () => {
  simulator = await startSimulator({ clock: systemClock, random: Math.random })
  room = simulator.room('mila')
  peers = []
})

afterEach(async () => {
  for (const { connection } of peers) connection.wsClient?.terminate()
  await simulator.close()
})

function peer(uniqueId = 'mila', heartbeatMs?: number): Peer {
  const made = stockConnector(simulator, uniqueId, heartbeatMs)
  peers.push(made)
  return made
}

async function connected(heartbeatMs?: number): Promise<Peer> {
  const made = peer('mila', heartbeatMs)
  await made.connect()
  return made
}

type Refusal = Error & { config?: { requestErrs?: Error[] } }

const causesOf = ({ config }: Refusal): string[] => config?.requestErrs?.map(({ message }) => message) ?? []

const LIMIT = failures.signRateLimited({ retryAfterSeconds: 7, resetAt: 5000 })

/** What the stock connector makes of each situation; `connected` where it notices nothing. */
const ROWS: [string, (room: Room) => failures.Failure, RegExp][] = [
  ['captcha', failures.captcha, /InvalidResponseCompositeError.*SIGI_STATE.*403.*lack of permission/s],
  ['TikTok answers 503', () => failures.tiktokDown(503), /HTTPError.*503/s],
  ['TikTok limits', () => failures.tiktokRateLimited(0), /HTTPError.*429/s],
  ['a restricted room', failures.restrictedRoom, /connected/],
  ['a portal page', failures.roomInfoPage, /ParseError/],
  ['sign limit', () => ({ sign: LIMIT }), /SignatureRateLimitError.*rate_limit_account_minute.*retryAfter":7000,"resetTime":5000/s],
  ['sign limit, short text', () => failures.signRefused(429, 'slow down'), /RangeError/],
  ['sign limit, HTML', () => failures.signPage(429), /SyntaxError/],
  ['sign key refused', () => failures.signRefused(401), /SignAPIError.*status 401/s],
  ['sign payment', () => failures.signRefused(402), /PremiumFeatureError/],
  ['sign down', () => failures.signPage(502), /SignAPIError.*status 502/s],
  ['sign without cookie', failures.signWithoutCookie, /SignAPIError.*No cookies.*no cookies today/s],
  ['sign empty', failures.signEmpty, /InvalidResponseError.*Missing cursor/s],
  ['sign garbage', failures.signGarbage, /SchemaDecodeError.*ProtoMessageFetchResult/s],
  ['sign reset', () => ({ sign: { kind: 'reset' } }), /SignAPIError.*Failed to connect to sign server/s],
  ['fallback outage', () => failures.fallbackOutage(simulator.url), /illegal app_id/],
  ['upgrade 200', () => failures.upgradeRefused(200, 'DEVICE_BLOCKED'), /DEVICE_BLOCKED/],
  ['upgrade 403, kept alive', () => failures.upgradeRefused(403, 'forbidden', { keepAlive: true }), /forbidden/],
  ['upgrade mismatched', failures.upgradeMismatched, /Sec-WebSocket-Accept/],
  ['upgrade reset', () => ({ upgrade: { kind: 'reset' } }), /ECONNRESET|socket hang up/],
  ['push server refuses', () => failures.pushServerAt('ws://127.0.0.1:1/'), /ECONNREFUSED/],
  ['push server unknown', () => failures.pushServerAt('ws://push.sim.invalid/'), /ENOTFOUND|EAI_AGAIN/],
  ['ended in the initial batch', failures.endedInInitialBatch, /streamEnd.*connected/],
]

describe('Simulator', () => {
  test.each(ROWS)('[SM24] %s: the stock connector meets what the catalogue of failures says', async (_, failure, expected) => {
    const undo = simulator.fail(failure(room))
    const { connect, names, connection } = peer()
    const outcome = await connect().then(
      () => names().join(' '),
      (thrown: unknown) => {
        const error = thrown as Refusal
        return [error.constructor.name, error.message, ...causesOf(error), JSON.stringify(error)].join(' | ')
      },
    )
    connection.wsClient?.terminate()
    expect(outcome).toMatch(expected)
    undo()
    await peer().connect()
  })

  test('[SM24] an account that does not exist is not found', async () => {
    const thrown: unknown = await peer('nobody')
      .connect()
      .catch((error: unknown) => error)
    expect(causesOf(thrown as Refusal).join()).toContain('user_not_found')
  })

  test.each([
    ['close', 1011],
    ['refuse', 1006],
    ['rate-limit', 1006],
    ['offline', 1006],
    ['end', 1005],
    ['network', 1006],
  ] as const)('[SM10] a drop of kind %s takes the connector off the air, keeps it off, and lets it back', async (kind, code) => {
    const { until } = await connected()
    const drops = createDrops({ simulator, room, clock: systemClock })
    drops.start(kind, 600)
    expect((await until('disconnected')).data).toMatchObject({ code })
    await expect(peer().connect()).rejects.toThrow()
    drops.cancel()
    await simulator.network(true)
    await peer().connect()
  })

  test('[SM10] a drop of kind silence keeps the socket and takes the life out of it', async () => {
    const { heard, connection, until } = await connected()
    await until('enterRoom')
    const before = heard.length
    const drops = createDrops({ simulator, room, clock: systemClock })
    drops.start('silence', 600)
    const again = await connected(20)
    await waitFor(() => simulator.requests.counts.heartbeats >= 3, { what: 'unanswered heartbeats' })
    expect([heard.length, connection.isConnected, again.names()]).toEqual([before, true, ['websocketConnected', 'connected']])
    drops.cancel()
    await again.until('websocketData')
    expect(heard.length).toBe(before)
  })
})
