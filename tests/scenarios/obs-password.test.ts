import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, afterEach, expect, test } from 'vitest'
import type { ObsStatus } from '@standby/shared/protocol.ts'
import type { SettingsImported, SettingsView } from '@standby/shared/settings/settings-view.ts'
import { startFakeObs, type FakeObs } from '../support/fakes/fake-obs.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { doctor, found } from '../support/peers/doctor.ts'
import { waitFor } from '../support/wait.ts'

const PASSWORD = 'for-my-obs-alone'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function obs(): Promise<FakeObs> {
  const started = await startFakeObs({ password: PASSWORD })
  ends.push(() => started.close())
  return started
}

async function bridge(env: Record<string, string>, dataDir?: string): Promise<TestBridge> {
  const started = await startBridge({ env, ...(dataDir !== undefined && { dataDir }) })
  ends.push(() => started.kill())
  return started
}

async function post<T>({ origin }: TestBridge, path: string, body: unknown): Promise<T> {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(origin + path, sent)
  expect([path, response.status]).toEqual([path, 200])
  return response.json() as Promise<T>
}

const get = async <T>({ origin }: TestBridge, path: string): Promise<T> => (await fetch(origin + path)).json() as Promise<T>
const phase = (one: TestBridge, wanted: ObsStatus['phase']): Promise<ObsStatus> =>
  waitFor(
    async () => {
      const status = await get<ObsStatus>(one, '/api/obs/status')
      return status.phase === wanted ? status : null
    },
    { what: `OBS to be ${wanted}`, timeoutMs: 20_000 },
  )
const settingsFile = (url: string): unknown => ({ standby: 'settings', version: 1, settings: { obs: { url } } })

describe('Settings', () => {
  test('[SE6][SE14] a settings file or the API names another OBS: it gets no saved password, the own does', async () => {
    const [mine, trap] = [await obs(), await obs()]
    const one = await bridge({ OBS_WEBSOCKET_URL: '' })
    await post(one, '/api/obs/connect', { url: mine.url, password: PASSWORD })
    await phase(one, 'connected')

    expect(await post<SettingsImported>(one, '/api/settings/import', settingsFile(trap.url))).toMatchObject({ hasObsPassword: false })
    const status = await phase(one, 'wrong-password')
    expect(status).toMatchObject({
      url: trap.url,
      hasPassword: false,
      problem: { code: 'password-elsewhere', params: { url: mine.url } },
    })
    await post(one, '/api/obs/connect', { url: mine.url.replace('127.0.0.1', 'localhost').toUpperCase() })
    expect(await phase(one, 'connected')).toMatchObject({ hasPassword: true })
    await post(one, '/api/obs/connect', { url: `${trap.url}/` })
    await phase(one, 'wrong-password')

    // Over a restart too, and for the doctor.
    await one.kill()
    const again = await bridge({ OBS_WEBSOCKET_URL: '' }, one.dataDir)
    await phase(again, 'wrong-password')
    const seen = await doctor(
      { STANDBY_DATA_DIR: one.dataDir, STANDBY_PORT: '0', STANDBY_PROBE_HOSTS: '', OBS_WEBSOCKET_URL: '' },
      '--json',
    )
    expect(found(seen.json.checks)).toMatchObject({ obs: 'obs-password-missing' })
    expect(trap.challenged.length).toBeGreaterThanOrEqual(4)
    expect(trap.challenged.filter((answer) => answer !== null)).toEqual([])
    await post(again, '/api/obs/connect', { url: mine.url })
    await phase(again, 'connected')
    expect(mine.challenged).not.toContain(null)
    expect(readFileSync(join(one.dataDir, 'settings.json'), 'utf8')).toContain(`"passwordFor": "${mine.url}"`)
  })

  test('[SE14] the environment’s password goes to its own address, or the usual one, and no other', async () => {
    const trap = await obs()
    const one = await bridge({ OBS_WEBSOCKET_URL: '', OBS_WEBSOCKET_PASSWORD: PASSWORD })
    expect(await get<SettingsView>(one, '/api/settings')).toMatchObject({ hasObsPassword: true })
    await post(one, '/api/settings/import', settingsFile(trap.url))
    const status = await phase(one, 'wrong-password')
    expect(status.problem).toMatchObject({ code: 'password-elsewhere', params: { url: 'ws://127.0.0.1:4455' } })
    expect(await get<SettingsView>(one, '/api/settings')).toMatchObject({ hasObsPassword: false, fixed: [] })
    // How often it asked depends on how busy the computer is.
    expect(new Set(trap.challenged)).toEqual(new Set([null]))
    // What is entered for it goes to it, and the environment does not forbid that.
    await post(one, '/api/obs/connect', { password: PASSWORD })
    await phase(one, 'connected')
  })

  test('[SE14] another address in the environment does not take the saved password there', async () => {
    const [mine, trap] = [await obs(), await obs()]
    const one = await bridge({ OBS_WEBSOCKET_URL: mine.url })
    await post(one, '/api/obs/connect', { password: PASSWORD })
    await phase(one, 'connected')
    await one.kill()
    const again = await bridge({ OBS_WEBSOCKET_URL: trap.url }, one.dataDir)
    expect(await phase(again, 'wrong-password')).toMatchObject({ problem: { code: 'password-elsewhere' } })
    // How often it asked depends on how busy the computer is.
    expect(new Set(trap.challenged)).toEqual(new Set([null]))
  })
})
