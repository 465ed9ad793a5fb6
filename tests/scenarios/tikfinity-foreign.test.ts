import { describe, expect, test } from 'vitest'
import type { TikFinityView } from '@standby/shared/tikfinity.ts'
import { DEFAULT_TIKFINITY_PORT } from '@standby/shared/settings/tikfinity-settings.ts'
import { startBridge } from '../support/peers/bridge.ts'
import { feedClient } from '../support/peers/feed-server.ts'
import { foreignClientsFolder, startForeignClients } from '../support/peers/foreign-clients.ts'
import { libraryClient } from '../support/peers/tikfinity-clients.ts'
import { waitFor } from '../support/wait.ts'

const found = await foreignClientsFolder()

describe('TikFinity’s socket', () => {
  test(`[TF15] in a drop of 20 s other people's clients, unchanged, count each gift once`, async ({ skip }) => {
    if ('missing' in found) return skip(found.missing)
    const bridge = await startBridge({ env: { STANDBY_TIKFINITY_PORT: String(DEFAULT_TIKFINITY_PORT) } })
    // Every frame that they are sent is held against the schema by this one.
    const recorder = libraryClient(DEFAULT_TIKFINITY_PORT)
    const clients = await startForeignClients(found.folder)
    try {
      const listening = async (): Promise<number> =>
        ((await (await fetch(`${bridge.origin}/api/tikfinity`)).json()) as TikFinityView).clients.length
      await waitFor(async () => (await listening()) === clients.length + 1, { what: 'every client', timeoutMs: 30_000 })
      // A browser takes longer to be there than a program.
      const begun = recorder.frames.length
      const feed = await feedClient(bridge.url.feed)
      const ends = () => feed.events().flatMap((event) => (event.type === 'gift' && event.final ? [event.id] : []))
      await waitFor(() => ends().length > 2, { what: 'gifts before the drop', timeoutMs: 60_000 })
      await fetch(`${bridge.origin}/api/demo/drop`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"kind":"close","seconds":20}',
      })
      await waitFor(() => feed.events().some(({ type }) => type === 'gap'), { what: 'the recovery', timeoutMs: 90_000 })
      const before = ends().length
      await waitFor(() => ends().length > before + 2, { what: 'gifts after the drop', timeoutMs: 90_000 })
      const sent = (): string[] =>
        recorder.frames
          .slice(begun)
          .flatMap(({ event, data }) => (event === 'gift' && (data.giftType !== 1 || data.repeatEnd) ? [data.msgId] : []))
      const expected = sent()
      for (const { name, counted } of clients) {
        await waitFor(() => expected.every((id) => counted().includes(id)), { what: `what ${name} counted`, timeoutMs: 10_000 })
        const ids = counted().filter((id) => expected.includes(id))
        expect([name, ids.toSorted()]).toEqual([name, expected.toSorted()])
      }
      expect(expected.length).toBeGreaterThan(4)
      expect(recorder.connections()).toBe(1)
    } finally {
      for (const client of clients) await client.stop()
      recorder.stop()
      await bridge.stop()
    }
  })
})
