import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '@standby/bridge/clock.ts'
import { endsTheLive, playRecording, readRecording, restamp } from '@standby/bridge/simulator/playback.ts'
import type { Room } from '@standby/bridge/simulator/room.ts'
import { startSimulator, type Simulator } from '@standby/bridge/simulator/simulator.ts'
import { stockConnector } from '../support/peers/stock-connector.ts'
import { waitFor } from '../support/wait.ts'

let simulator: Simulator
let room: Room

beforeEach(async () => {
  simulator = await startSimulator({ clock: systemClock, random: Math.random })
  room = simulator.room('mila')
})

afterEach(() => simulator.close())

const recordings = process.env['STANDBY_RECORDINGS'] ?? join(import.meta.dirname, '../../../shared/recordings')
const recording = join(recordings, 'webcast-messages.ndjson')
const recorded = existsSync(recording) ? readRecording(readFileSync(recording, 'utf8')) : null

test.skipIf(recorded === null)('[SM25] recorded messages play through the stock connector with no error, all decoded', async () => {
  const { heard, connect } = stockConnector(simulator, 'mila')
  await connect()
  const playable = (recorded ?? []).filter((one) => !endsTheLive(one))
  const frameCount = await playRecording(room, playable, { perFrame: 7 })
  expect(frameCount).toBe(Math.ceil(playable.length / 7))
  const decoded = (): unknown[] => heard.filter(({ name }) => name === 'decodedData').map(({ data }) => data['method'])
  await waitFor(() => decoded().length >= playable.length, { what: 'every recorded message' })
  expect(decoded().sort()).toEqual(playable.map(({ method }) => method).sort())
  expect(heard.filter(({ name }) => name === 'error')).toEqual([])
})

test.skipIf(recorded === null)('[SM25] a recorded message given a new id keeps all else', () => {
  for (const one of recorded ?? []) {
    const same = restamp(one, { msgId: one.msgId, roomId: '1', createTime: one.createTime })
    const fresh = restamp(one, room.heading())
    expect(fresh.msgId).not.toBe(one.msgId)
    expect([same.method, fresh.method]).toEqual([one.method, one.method])
    expect(Math.abs(fresh.payload.length - same.payload.length)).toBeLessThan(20)
  }
})

test('[SM26] a recording that is damaged names its line', () => {
  const good = JSON.stringify({ method: 'WebcastChatMessage', msgId: '1', createTime: '2', b64: 'AA==' })
  expect(readRecording(`${good}\n\n${good}\n`)).toHaveLength(2)
  expect(() => readRecording(`${good}\n{"method":1}\n`)).toThrow('Line 2')
  expect(() => readRecording(`${good}\nnot json`)).toThrow('Line 2')
})
