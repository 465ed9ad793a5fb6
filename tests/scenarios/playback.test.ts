import { describe, afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '@standby/bridge/clock.ts'
import { endsTheLive, playRecording, readRecording, restamp } from '@standby/bridge/simulator/playback.ts'
import { startSimulator, type Simulator } from '@standby/bridge/simulator/simulator.ts'
import { replays, unusualKinds } from '../support/fixtures/messages/replays.ts'
import { stockConnector } from '../support/peers/stock-connector.ts'
import { waitFor } from '../support/wait.ts'

let simulator: Simulator

beforeEach(async () => {
  simulator = await startSimulator({ clock: systemClock, random: Math.random })
})

afterEach(() => simulator.close())

describe('Simulator', () => {
  test('[SM25] messages of every kind play through the stock connector with no error, all decoded', async () => {
    for (const { name, messages } of [...replays(), { name: 'unusual', messages: unusualKinds() }]) {
      const { heard, connect } = stockConnector(simulator, name)
      const room = simulator.room(name)
      await connect()
      const playable = messages.filter((one) => !endsTheLive(one))
      const frameCount = await playRecording(room, playable, { perFrame: 7 })
      expect(frameCount).toBe(Math.ceil(playable.length / 7))
      const decoded = (): unknown[] => heard.filter((one) => one.name === 'decodedData').map(({ data }) => data['method'])
      await waitFor(() => decoded().length >= playable.length, { what: `every ${name} message` })
      expect(decoded().sort()).toEqual(playable.map(({ method }) => method).sort())
      expect(heard.filter((one) => one.name === 'error')).toEqual([])
      room.closeSockets(1000)
    }
  })

  test('[SM25] a message given a new id keeps all else', () => {
    const room = simulator.room('mila')
    for (const one of [...replays().flatMap(({ messages }) => messages), ...unusualKinds()]) {
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
})
