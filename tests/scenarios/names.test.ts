import { request } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { NameLookup, NamesView } from '@standby/shared/web-names.ts'
import { startBridge, type BridgeOptions, type TestBridge } from '../support/peers/bridge.ts'

const NAME = 'overlay.standby.test'
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function bridge(options: BridgeOptions = {}): Promise<TestBridge> {
  const started = await startBridge(options)
  ends.push(() => started.kill())
  return started
}

const view = async (one: TestBridge): Promise<NamesView> => (await fetch(`${one.origin}/api/names`)).json() as Promise<NamesView>
const post = (one: TestBridge, path: string, body: unknown): Promise<Response> =>
  fetch(one.origin + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** The status of the overlay's page by this name. */
function overlayBy(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: '/overlay', headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on('error', reject)
    asked.end()
  })
}

describe('Access', () => {
  test('[AC31][AC25] a name that was allowed works at once and after a restart, until it is taken back', async () => {
    const first = await bridge()
    const by = `${NAME}:${first.port}`
    expect(await view(first)).toMatchObject({ names: [], namesFixed: false, port80: { on: false, state: 'off' } })
    expect(await overlayBy(by, first.port)).toBe(403)
    expect((await post(first, '/api/names', { names: [NAME, NAME.toUpperCase()] })).status).toBe(200)
    expect((await view(first)).names).toEqual([NAME])
    expect(await overlayBy(by, first.port)).toBe(200)
    await first.kill()

    const second = await bridge({ dataDir: first.dataDir })
    expect(await overlayBy(`${NAME}:${second.port}`, second.port)).toBe(200)
    expect((await post(second, '/api/names', { names: [] })).status).toBe(200)
    expect(await overlayBy(`${NAME}:${second.port}`, second.port)).toBe(403)
  })

  test('[AC30] what is no name is refused with what one looks like, and nothing is changed', async () => {
    const one = await bridge()
    for (const wrong of ['127.0.0.1', 'localhost', 'a.test:80', 'http://a.test']) {
      const answer = await post(one, '/api/names', { names: [wrong] })
      expect([answer.status, await answer.json()]).toEqual([
        400,
        expect.objectContaining({ message: expect.stringMatching(/like overlay\.standby\.test/) }),
      ])
    }
    expect((await view(one)).names).toEqual([])
  })

  test('[AC31] what the environment sets cannot be changed, and an imported file sets no name', async () => {
    const one = await bridge({ env: { STANDBY_NAMES: `${NAME}, other.test`, STANDBY_PORT_80: 'off' } })
    expect(await view(one)).toMatchObject({ names: [NAME, 'other.test'], namesFixed: true, port80: { on: false, fixed: true } })
    for (const body of [{ names: [] }, { port80: true }]) expect((await post(one, '/api/names', body)).status).toBe(409)
    const exported = (await (await fetch(`${one.origin}/api/settings/export`)).json()) as object
    expect(JSON.stringify(exported)).not.toContain(NAME)
    const imported = await post(one, '/api/settings/import', { ...exported, web: { names: ['evil.example'], port80: true } })
    expect(imported.status).toBe(400)
    expect(await overlayBy(`evil.example:${one.port}`, one.port)).toBe(403)
  })

  test('[AC28] port 80 is opened for the names where it can be, and is said to be open or why it is not', async () => {
    const one = await bridge({ env: { STANDBY_NAMES: NAME } })
    const changed = (await (await post(one, '/api/names', { port80: true })).json()) as NamesView
    expect(changed.port80).toMatchObject({ on: true, state: expect.stringMatching(/^(open|taken|not-allowed)$/) })
    // Another program of this computer may have it, and not every account may open it.
    if (changed.port80.state === 'open') {
      expect([await overlayBy(NAME, 80), await overlayBy('127.0.0.1', 80)]).toEqual([200, 403])
      await post(one, '/api/names', { port80: false })
      await expect(overlayBy(NAME, 80)).rejects.toThrow(/ECONNREFUSED/)
    }
    expect((await fetch(`${one.origin}/overlay`)).status).toBe(200)
  })
})

describe('Home page and setup', () => {
  test('[HM23] a name that nobody knows is told from one that leads to this computer', async () => {
    const one = await bridge()
    const lookUp = async (name: string): Promise<NameLookup> =>
      (await post(one, '/api/names/check', { name })).json() as Promise<NameLookup>
    expect(await lookUp('standby.invalid')).toEqual({ name: 'standby.invalid', verdict: 'nowhere', addresses: [] })
  })
})
