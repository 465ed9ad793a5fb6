import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '@standby/bridge/clock.ts'
import { lookAtTikFinityWay } from '@standby/bridge/doctor/look-tikfinity-way.ts'
import { strangePort, tikfinityPort } from '../../support/peers/tikfinity-port.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function stateAt(port: Promise<{ url: string; close: () => Promise<void> }>): Promise<string> {
  const { url, close } = await port
  closing.push(close)
  return (await lookAtTikFinityWay(url, { isOn: true, ownPort: null, clock: systemClock })).state
}

describe('Doctor', () => {
  test('[DO14] TikFinity is told to be running or not, from another program and from a Standby', async () => {
    expect(await stateAt(tikfinityPort())).toBe('running')
    expect(await stateAt(tikfinityPort({ event: 'config', data: { events: [], standby: '0.1.0' } }))).toBe('is-standby')
    expect(await stateAt(tikfinityPort({ op: 0 }))).toBe('not-its-program')
    expect(await stateAt(strangePort('SSH-2.0-OpenSSH\r\n'))).toBe('not-its-program')
    const own = await tikfinityPort({ event: 'config', data: { events: [], standby: '0.1.0' } })
    closing.push(own.close)
    const ownPort = Number(new URL(own.url).port)
    expect((await lookAtTikFinityWay(own.url, { isOn: true, ownPort, clock: systemClock })).state).toBe('absent')
    const gone = await tikfinityPort()
    await gone.close()
    expect((await lookAtTikFinityWay(gone.url, { isOn: false, ownPort: null, clock: systemClock })).state).toBe('absent')
  })
})
