import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { newDataDir, startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { doctor, found } from '../support/peers/doctor.ts'

const bridges: TestBridge[] = []
afterEach(async () => {
  for (const bridge of bridges.splice(0)) await bridge.stop()
})

async function begin(dataDir: string): Promise<TestBridge> {
  const bridge = await startBridge({ dataDir })
  bridges.push(bridge)
  return bridge
}

const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(100)])
/** Windows allows none of `?*<>|"` in a name. */
const NAME = process.platform === 'win32' ? ".the #1 100% ü日本's [x](y)+&;%20" : '.the #1 100% ü日本\'s "q"? [x](y)+&;%20*\\'

const json = (body: unknown) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

describe('Storage', () => {
  test('[ST24] a data folder with every odd character serves all that is in it, also after a restart', async () => {
    const dataDir = join(newDataDir(), NAME, 'Standby')
    mkdirSync(join(dataDir, 'pages/mine'), { recursive: true })
    writeFileSync(join(dataDir, 'pages/mine/index.html'), '<title>mine</title>')
    const first = await begin(dataDir)
    const send = (path: string, init?: RequestInit) => fetch(`${first.origin}${path}`, init)
    const file = { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: PNG }
    expect((await send('/api/card/file/backdrop?name=a.png', file)).status).toBe(200)
    expect((await send('/api/moderation/words', json({ words: ['salope'] }))).status).toBe(200)
    for (const path of ['/', '/overlay', '/standby', '/dock', '/client.js', '/service-worker.js', '/pages/mine/']) {
      expect([path, (await send(path)).status]).toEqual([path, 200])
    }
    expect(first.output()).not.toContain('Warning')
    await bridges.pop()?.stop()

    const second = await begin(dataDir)
    const again = (path: string): Promise<Response> => fetch(`${second.origin}${path}`)
    expect(await (await again('/api/moderation')).json()).toMatchObject({ blockedWords: ['salope'] })
    const picture = await again('/card/backdrop')
    expect([picture.status, Buffer.from(await picture.arrayBuffer()).equals(PNG)]).toEqual([200, true])
    expect(await (await again('/pages/mine/')).text()).toContain('mine')

    const { code, json: told } = await doctor(
      {
        STANDBY_DATA_DIR: `"${dataDir}"`,
        STANDBY_PORT: '0',
        TIKTOK_WEB_URL: second.origin,
        TIKTOK_WEBCAST_URL: second.origin,
        SIGN_API_URL: second.origin,
      },
      '--json',
    )
    expect([code, found(told.checks)]).toMatchObject([0, { data: 'data-fine', database: 'database-in-use', settings: 'settings-fine' }])
  })

  test('[ST21][ST22] what was set aside is said in the terminal', async () => {
    const dataDir = newDataDir()
    for (const file of ['settings.json', 'tokens.json']) writeFileSync(join(dataDir, file), 'half {')
    const bridge = await startBridge({ dataDir, env: { STANDBY_TOKENS: 'on' } })
    bridges.push(bridge)
    expect(bridge.output()).toMatch(/Warning: .*settings\.json\.unreadable-/)
    expect(bridge.output()).toMatch(/Warning: .*tokens\.json\.unreadable-/)
  })
})

describe('API', () => {
  test('[AP12] a card’s file that is gone is answered with 404 and what that means', async () => {
    const dataDir = newDataDir()
    const bridge = await begin(dataDir)
    const file = { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: PNG }
    const kept = (await (await fetch(`${bridge.origin}/api/card/file/backdrop?name=a.png`, file)).json()) as { backdrop: { id: string } }
    const path = join(dataDir, 'card', `backdrop-${kept.backdrop.id}`)
    rmSync(path)
    const answer = await fetch(`${bridge.origin}/card/backdrop`)
    expect([answer.status, await answer.json()]).toMatchObject([404, { error: 'not-found' }])
    mkdirSync(path)
    expect((await fetch(`${bridge.origin}/card/backdrop`)).status).toBe(404)
  })
})
