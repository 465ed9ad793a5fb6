import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, afterEach, expect, test } from 'vitest'
import type { ObsStatus } from '@standby/shared/protocol.ts'
import { newDataDir, startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { doctor, found } from '../support/peers/doctor.ts'
import { obsAvailable, startObs } from '../support/obs/obs.ts'
import { secretServiceAvailable, startDesktopSession } from '../support/peers/secret-service.ts'
import { waitFor } from '../support/wait.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const status = async ({ origin }: TestBridge): Promise<ObsStatus> => (await fetch(`${origin}/api/obs/status`)).json() as Promise<ObsStatus>

async function enter(bridge: TestBridge, password: string): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${bridge.origin}/api/obs/connect`, { method: 'POST', headers, body: JSON.stringify({ password }) })
  expect(response.status).toBe(200)
}

const connected = (bridge: TestBridge): Promise<unknown> =>
  waitFor(async () => (await status(bridge)).phase === 'connected', { what: 'OBS to be connected', timeoutMs: 20_000 })

describe('Settings', () => {
  test.skipIf(!obsAvailable() || !secretServiceAvailable())(
    '[SE9] OBS’s password in a real Secret Service: over a kill, for the doctor, and while locked',
    async () => {
      const obs = await startObs()
      ends.push(() => obs.stop())
      const home = mkdtempSync(join(tmpdir(), 'standby-keyring-'))
      ends.push(() => rmSync(home, { recursive: true, force: true }))
      const dataDir = newDataDir()
      const settings = (): string => readFileSync(join(dataDir, 'settings.json'), 'utf8')
      const env = { OBS_WEBSOCKET_URL: obs.url, STANDBY_SECRETS: 'system' }

      const open = await startDesktopSession(home, { unlocked: true })
      ends.push(() => open.stop())
      const first = await startBridge({ dataDir, env: { ...env, ...open.env } })
      ends.push(() => first.kill())
      await enter(first, obs.password)
      await connected(first)
      await waitFor(() => settings().includes('"passwordIn": "system"'), { what: 'the password to be in the store', timeoutMs: 10_000 })
      expect(settings()).not.toContain(obs.password)
      await first.kill()
      // OBS writes its log a while after what it tells of.
      await waitFor(() => /disconnected with code `1006`/.test(obs.output()), {
        what: 'OBS to log that the bridge was killed',
        timeoutMs: 20_000,
      })
      const loggedBefore = obs.output().length

      const again = await startBridge({ dataDir, env: { ...env, ...open.env } })
      ends.push(() => again.kill())
      await connected(again)
      expect(await status(again)).toMatchObject({ hasPassword: true, problem: null })
      expect(await (await fetch(`${again.origin}/api/settings/export`)).text()).not.toMatch(/passwordIn|"password"/)
      await again.stop()
      // Every try with a wrong password, or with none, is in OBS's own log.
      const logged = await waitFor(() => /[^]*has disconnected[^]*/.exec(obs.output().slice(loggedBefore))?.[0], {
        what: 'OBS to log that the bridge has gone',
        timeoutMs: 20_000,
      })
      expect(logged).not.toMatch(/authentication/i)
      const seen = await doctor({ ...env, ...open.env, STANDBY_DATA_DIR: dataDir, STANDBY_PORT: '0' }, '--json')
      expect(found(seen.json.checks)).toMatchObject({ obs: 'obs-fine' })
      expect(seen.text).not.toContain(obs.password)
      await open.stop()

      const locked = await startDesktopSession(home, { unlocked: false })
      ends.push(() => locked.stop())
      const without = await startBridge({ dataDir, env: { ...env, ...locked.env } })
      ends.push(() => without.kill())
      const problem = await waitFor(async () => (await status(without)).problem, { what: 'the locked store to be said', timeoutMs: 20_000 })
      expect(problem).toMatchObject({ code: 'password-locked' })
      expect(await (await fetch(`${without.origin}/healthz`)).json()).toMatchObject({ ok: true, storage: 'ok' })
      expect(settings()).toContain('"passwordIn": "system"')
      await enter(without, obs.password)
      await connected(without)
      await waitFor(() => settings().includes('"passwordIn": "file"'), { what: 'the store to have refused', timeoutMs: 10_000 })
      expect(settings()).toContain(obs.password)
      for (const text of [readFileSync(join(dataDir, 'logs', 'standby.log'), 'utf8'), first.output(), again.output(), without.output()]) {
        expect(text).not.toContain(obs.password)
      }
      await without.stop()

      const reopened = await startDesktopSession(home, { unlocked: true })
      ends.push(() => reopened.stop())
      const last = await startBridge({ dataDir, env: { ...env, ...reopened.env } })
      ends.push(() => last.kill())
      await connected(last)
    },
  )
})
