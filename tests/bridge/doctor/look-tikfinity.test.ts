import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '@standby/bridge/clock.ts'
import { lookAtTikFinity } from '@standby/bridge/doctor/look-tikfinity.ts'
import { strangePort, tikfinityPort } from '../../support/peers/tikfinity-port.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function stateAt(port: Promise<{ url: string; close: () => Promise<void> }>): Promise<string> {
  const { url, close } = await port
  closing.push(close)
  return (await lookAtTikFinity(url, true, systemClock)).state
}

describe('Doctor', () => {
  test('[DO14] TikFinity is told to be running or not, from another program and from a Standby', async () => {
    expect(await stateAt(tikfinityPort())).toBe('running')
    expect(await stateAt(tikfinityPort({ event: 'config', data: { events: [], standby: '0.1.0' } }))).toBe('is-standby')
    expect(await stateAt(tikfinityPort({ op: 0 }))).toBe('not-its-program')
    expect(await stateAt(strangePort('SSH-2.0-OpenSSH\r\n'))).toBe('not-its-program')
    const gone = await tikfinityPort()
    await gone.close()
    expect((await lookAtTikFinity(gone.url, false, systemClock)).state).toBe('absent')
  })
})
