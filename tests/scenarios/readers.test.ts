import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { describe, afterEach, expect, test } from 'vitest'
import { ownAddresses } from '@standby/bridge/server/own-names.ts'
import type { ObsPagesView } from '@standby/shared/obs-setup.ts'
import { chat, imDelete, viewer } from '@standby/bridge/simulator/messages.ts'
import type { SnapshotMessage, TikTokStatus } from '@standby/shared/protocol.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { feedClient } from '../support/peers/feed-server.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

/** The machine's own address in its network stands for the other computer: what comes from it is not local. */
const address = ownAddresses(networkInterfaces).find((one) => !one.startsWith('[')) ?? null

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function post({ origin }: TestBridge, path: string, body: unknown): Promise<void> {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  expect([path, (await fetch(origin + path, sent)).status]).toEqual([path, 200])
}

const reaches = (one: TestBridge, state: TikTokStatus['reconnectionState'], roomId?: string) =>
  waitFor(
    async () => {
      const status = (await (await fetch(`${one.origin}/api/tiktok/status`)).json()) as TikTokStatus
      return status.reconnectionState === state && (roomId === undefined || status.roomId === roomId)
    },
    { what: `TikTok to be ${state}`, timeoutMs: 20_000 },
  )

describe('Access', () => {
  test.skipIf(address === null)(
    '[AC12][AC22][AC23][AC24] the read token, from another computer: the show of this LIVE, and nothing besides',
    async () => {
      const sim = await simulator()
      ends.push(() => sim.close())
      const room = sim.room('ada')
      const env = { TIKTOK_USERNAME: 'ada', TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
      const one = await startBridge({ env: { ...env, STANDBY_HOST: '0.0.0.0', STANDBY_TOKENS: 'on' } })
      ends.push(() => one.kill())
      const { read } = JSON.parse(readFileSync(join(one.dataDir, 'tokens.json'), 'utf8')) as { read: string }
      const far = `http://${address ?? ''}:${one.port}`
      const bearer = { authorization: `Bearer ${read}` }
      const reader = (query = '') => feedClient(`${far.replace('http', 'ws')}/ws${query}`, bearer)

      await reaches(one, 'CONNECTED')
      const local = await feedClient(one.url.feed)
      const say = (text: string, who = 'bob') => room.send([chat(room.heading(), { who: viewer(who), text })])
      say('from the LIVE before')
      await waitFor(() => local.events().length === 1, { what: 'the first LIVE' })
      room.end()
      await reaches(one, 'WAITING_FOR_LIVE')
      room.goLive()
      await post(one, '/api/tiktok/reconnect', {})
      await reaches(one, 'CONNECTED', room.roomId)
      await post(one, '/api/moderation/words', { words: ['forbidden'] })
      await post(one, '/api/moderation/hide', { userId: '77', name: 'Unwanted' })

      const first = await reader()
      const { epoch } = first.messages[0] as SnapshotMessage
      const old = await reader(`?epoch=${encodeURIComponent(epoch)}&offset=0`)
      for (const text of ['good', 'forbidden fruit', 'deleted later', 'the end']) say(text)
      const has = (client: typeof first, text: string): boolean => client.events().some((event) => 'text' in event && event.text === text)
      await waitFor(() => has(first, 'the end') && has(old, 'the end'), { what: 'the chats' })
      const gone = first.events().find((event) => 'text' in event && event.text === 'deleted later')!
      room.send([imDelete(room.heading(), { msgIds: [gone.id] })])
      await waitFor(() => JSON.stringify(old.messages.at(-1)).includes(`"hiddenMessages":["${gone.id}"]`), { what: 'it to be taken back' })
      const late = await reader(`?epoch=${encodeURIComponent(epoch)}&offset=0`)

      expect([first, old, late].map((client) => client.events().map((event) => ('text' in event ? event.text : event.type)))).toEqual([
        ['good', 'deleted later', 'the end'],
        ['good', 'deleted later', 'the end'],
        [],
      ])
      expect((late.messages[0] as SnapshotMessage).history.map((event) => ('text' in event ? event.text : event.type))).toEqual([
        'good',
        'the end',
      ])
      for (const client of [first, old, late]) {
        const text = JSON.stringify(client.messages)
        expect(text).not.toMatch(
          /the LIVE before|forbidden|Unwanted|"obs"|"alerts":\[|"demo"|"stability"|"policy"|"signBudget"|reconnection:/,
        )
      }

      // A page from elsewhere is no source of the OBS here, whatever it says of itself.
      const posing = `${far.replace('http', 'ws')}/ws?page=overlay&source=Standby%20overlay`
      await feedClient(posing, { ...bearer, 'user-agent': 'Chrome/127 OBS/31.0.0' })
      const seen = (await (await fetch(`${one.origin}/api/obs/pages`)).json()) as ObsPagesView
      expect(seen.pages).toMatchObject([{ page: 'overlay', source: null, inObs: false }])

      const health = await fetch(`${far}/healthz`, { headers: bearer })
      expect(await health.json()).toEqual({ ok: true, health: 'live' })
      const closed = [
        '/metrics',
        '/avatar?u=x',
        '/api/moderation',
        '/api/settings',
        '/api/history/sessions',
        '/api/obs/status',
        '/api/tiktok/status',
      ]
      for (const path of closed) expect([path, (await fetch(far + path, { headers: bearer })).status]).toEqual([path, 403])
      expect(await (await fetch(`${one.origin}/healthz`)).json()).toHaveProperty('obs')
    },
  )
})
