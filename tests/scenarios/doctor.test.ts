import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, afterEach, expect, test } from 'vitest'
import { startManagedSocket } from '@standby/bridge/simulator/managed-socket.ts'
import { chat, viewer } from '@standby/bridge/simulator/messages.ts'
import type { DoctorView } from '@standby/shared/checks.ts'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { newDataDir, startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { doctor, found } from '../support/peers/doctor.ts'
import { freePort, obsAvailable, startObs } from '../support/obs/obs.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function upstreams(): Promise<Record<string, string>> {
  const sim = await simulator()
  ends.push(() => sim.close())
  return { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
}

describe('Doctor', () => {
  test('[DO11] before the first start: exit 0 if all is well, with what comes next, and nothing is made', async () => {
    const dataDir = join(newDataDir(), 'later')
    const { code, json } = await doctor(
      { ...(await upstreams()), STANDBY_DATA_DIR: dataDir, STANDBY_PORT: String(await freePort()) },
      '--json',
    )
    expect(found(json.checks)).toMatchObject({
      data: 'data-new',
      database: 'database-new',
      port: 'port-free',
      tiktok: 'host-fine',
      sign: 'host-fine',
      obs: 'obs-not-running',
    })
    expect([code, json.ok]).toEqual([0, true])
    expect(existsSync(dataDir)).toBe(false)
  })

  test('[DO11] what will not work ends with exit 1, and a line that says what to do', async () => {
    const sim = await upstreams()
    const { code, text } = await doctor({ ...sim, SIGN_API_URL: 'http://127.0.0.1:1', STANDBY_DATA_DIR: newDataDir(), STANDBY_PORT: '0' })
    expect(code).toBe(1)
    expect(text).toMatch(/FAIL +Sign service +127\.0\.0\.1 does not answer \(ECONNREFUSED\)/)
    expect(text).toMatch(/→ If other sites work/)
    expect(text).toContain('1 problem')
  })

  test('[DO11] an environment that Standby cannot start with is reported as at the start', async () => {
    const { code, json } = await doctor({ STANDBY_HOST: '0.0.0.0' }, '--json')
    expect(code).toBe(1)
    expect(json.errors.join()).toContain('STANDBY_TOKENS=on')
  })
})

describe('Storage', () => {
  test.skipIf(process.platform === 'win32')(
    '[ST18] a data directory that others can write to is told by the doctor and in the log',
    async () => {
      const dataDir = newDataDir()
      chmodSync(dataDir, 0o777)
      writeFileSync(join(dataDir, 'settings.json.0123456789abcdef.new'), '{"obs":{"password":"left behind"}}')
      const { json, text } = await doctor({ ...(await upstreams()), STANDBY_DATA_DIR: dataDir, STANDBY_PORT: '0' }, '--json')
      expect(found(json.checks)).toMatchObject({ data: 'data-writable' })
      expect(text).toContain('chmod 700')
      const bridge = await startBridge({ dataDir, env: await upstreams() })
      ends.push(() => bridge.kill())
      const log = readFileSync(join(dataDir, 'logs', 'standby.log'), 'utf8')
      expect(log).toContain('other accounts of this computer can replace Standby’s files')
      expect(readdirSync(dataDir)).not.toContain('settings.json.0123456789abcdef.new')
    },
  )
})

describe('Doctor', () => {
  test('[DO12] beside a running Standby it finds it, spends no sign request, and agrees with the page', async () => {
    const sim = await simulator()
    ends.push(() => sim.close())
    const env = { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
    const bridge: TestBridge = await startBridge({ env, readyMs: 60_000 })
    ends.push(() => bridge.kill())
    const { json } = await doctor({ ...env, STANDBY_DATA_DIR: bridge.dataDir, STANDBY_PORT: String(bridge.port) }, '--json')
    expect(found(json.checks)).toMatchObject({ database: 'database-in-use', port: 'port-standby', pages: 'pages-fine' })
    const view = (await (await fetch(`${bridge.origin}/api/doctor`)).json()) as DoctorView
    expect(found(view.checks)).toMatchObject({ database: 'database-in-use', port: 'port-serving', tiktok: 'host-fine' })
    expect(view.report.split('\n').length).toBeGreaterThanOrEqual(view.checks.length)
    expect(sim.requests.asked).toEqual([])
  })

  test('[DO15] beside a LIVE it says through whose server the events come, and asks for nothing', async () => {
    const sim = await simulator()
    ends.push(() => sim.close())
    const room = sim.room('ada')
    const managed = await startManagedSocket(room, 'the-key-PLANTED')
    ends.push(managed.close)
    sim.throughProxy(true)
    const upstream = { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url, SIGN_API_KEY: 'the-key-PLANTED' }
    const env = { ...upstream, TIKTOK_USERNAME: 'ada', TIKTOK_SOURCES: 'connector,direct,euler,studio', EULER_URL: managed.url }
    const bridge = await startBridge({ env, readyMs: 60_000 })
    ends.push(() => bridge.kill())
    const status = async () => (await (await fetch(`${bridge.origin}/api/tiktok/status`)).json()) as TikTokStatus
    await waitFor(async () => (await status()).via !== null, { what: 'the connection', timeoutMs: 20_000 })
    // A LIVE in which nobody says anything for long would be taken for a connection that has gone silent.
    const talking = setInterval(() => room.send([chat(room.heading(), { who: viewer('nora', 'Nora'), text: 'hello' })]), 500)
    ends.push(() => clearInterval(talking))
    const before = sim.requests.asked.length
    const view = (await (await fetch(`${bridge.origin}/api/doctor`)).json()) as DoctorView
    const command = await doctor({ ...env, STANDBY_DATA_DIR: bridge.dataDir, STANDBY_PORT: String(bridge.port) }, '--json')
    for (const checks of [view.checks, command.json.checks]) {
      expect(found(checks)).toMatchObject({
        via: 'via-now',
        'way-connector': 'way-in-use',
        'way-direct': 'way-ready',
        'way-studio': 'way-problem',
        'way-euler': 'way-ready',
      })
      expect(checks.find(({ id }) => id === 'via')?.found).toContain(`the sign service’s server (${new URL(sim.proxy.url).host})`)
    }
    expect([sim.requests.asked.length - before, managed.connectCount]).toEqual([0, 0])
    expect(JSON.stringify([view, command.text])).not.toContain('PLANTED')
  })

  test('[DO12] no secret and no home directory is in the report, the checks, or the output', async () => {
    const secrets = {
      OBS_WEBSOCKET_PASSWORD: 'obspass-PLANTED',
      SIGN_API_KEY: 'signkey-PLANTED',
      STANDBY_WEBHOOK_URL: 'https://example.org/hook-PLANTED',
    }
    const env = { ...(await upstreams()), ...secrets, OBS_WEBSOCKET_URL: 'ws://127.0.0.1:1' }
    const bridge = await startBridge({ env, readyMs: 60_000 })
    ends.push(() => bridge.kill())
    const page = await (await fetch(`${bridge.origin}/api/doctor`)).text()
    const home = join(homedir(), 'standby-doctor-test')
    const command = await doctor({ ...env, STANDBY_DATA_DIR: home, STANDBY_PORT: '0' })
    expect(command.text).toContain(join('~', 'standby-doctor-test'))
    for (const text of [page, command.text]) expect(text).not.toMatch(/PLANTED/)
    expect(command.text).not.toContain(home)
  })

  test.skipIf(!obsAvailable())('[DO13] OBS: found with its version and scene, a wrong or missing password, a missing scene', async () => {
    const obs = await startObs({ scenes: ['Gameplay', 'Standby'] })
    ends.push(() => obs.stop())
    const env = { ...(await upstreams()), STANDBY_DATA_DIR: newDataDir(), STANDBY_PORT: '0', OBS_WEBSOCKET_URL: obs.url }
    const told = async (more: Record<string, string>) => found((await doctor({ ...env, ...more }, '--json')).json.checks)
    expect(await told({ OBS_WEBSOCKET_PASSWORD: obs.password })).toMatchObject({ obs: 'obs-fine', scene: 'scene-fine' })
    expect(await told({ OBS_WEBSOCKET_PASSWORD: obs.password, OBS_STANDBY_SCENE: 'Pause' })).toMatchObject({ scene: 'scene-missing' })
    expect(await told({ OBS_WEBSOCKET_PASSWORD: 'wrong' })).toMatchObject({ obs: 'obs-wrong-password', scene: 'scene-unasked' })
    expect(await told({})).toMatchObject({ obs: 'obs-password-missing' })
  })
})
