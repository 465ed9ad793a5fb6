import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ComputerView } from '@standby/shared/computer.ts'
import express from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import { isNewer, newestRelease } from '@standby/bridge/computer/new-version.ts'
import { computerRoutes, type ComputerActions } from '@standby/bridge/computer/routes.ts'
import { Refused, sendRefusal } from '@standby/bridge/server/answer.ts'

const view: ComputerView = {
  version: '0.1.0',
  node: '26',
  isPackage: true,
  hasWindow: false,
  builtAt: 1,
  autostart: false,
  releases: null,
  looksWeekly: null,
  found: null,
}
const ends: (() => unknown)[] = []
afterEach(() => ends.splice(0).forEach((end) => end()))

async function served(actions: Partial<ComputerActions>) {
  const all: ComputerActions = {
    view: async () => view,
    quit: () => true,
    autostart: null,
    openFolder: async () => undefined,
    newVersion: async () => null,
    setLooksWeekly: () => false,
    ...actions,
  }
  const app = express().use(express.json(), computerRoutes(all))
  app.use((error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
    if (error instanceof Refused) sendRefusal(response, error)
    else response.status(500).end()
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close())
  const { port } = server.address() as AddressInfo
  return async (path: string, body: unknown) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await fetch(`http://127.0.0.1:${port}/computer/${path}`, init)
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
}

describe('Packages', () => {
  test('[PK11] quitting is answered first, and a Standby with other data than named does not quit', async () => {
    const asked: (string | null)[] = []
    const post = await served({ quit: (dataDir) => asked.push(dataDir) > 0 && dataDir !== '/theirs' })
    expect(await post('quit', {})).toEqual({ status: 202, body: { pid: process.pid } })
    expect(await post('quit', { dataDir: '/theirs' })).toMatchObject({ status: 409, body: { error: 'not-now' } })
    expect(asked).toEqual([null, '/theirs'])
  })

  test('[PK12] a checkout does not start with the computer, and what the computer refuses is said', async () => {
    const inCheckout = await served({})
    expect(await inCheckout('autostart', { on: true })).toMatchObject({ status: 409, body: { error: 'no-package' } })
    const refusing = { isOn: async () => false, set: () => Promise.reject(new Error('denied')) }
    const post = await served({ autostart: refusing })
    expect(await post('autostart', { on: true })).toMatchObject({ status: 500, body: { error: 'autostart-refused' } })
    const took: boolean[] = []
    const taking = await served({ autostart: { isOn: async () => true, set: async (on) => void took.push(on) } })
    expect(await taking('autostart', { on: true })).toEqual({ status: 200, body: view })
    expect(took).toEqual([true])
  })

  test('[PK13] what the data folder or the address of the releases does not give is said', async () => {
    const post = await served({ openFolder: () => Promise.reject(new Error('none')) })
    expect(await post('open-folder', {})).toMatchObject({ status: 500, body: { error: 'folder-not-opened' } })
    expect(await post('new-version', {})).toMatchObject({ status: 502, body: { error: 'no-version' } })
  })

  test('[PK14] a look for a new version is one GET that says nothing about the creator', async () => {
    const requests: { url: string | undefined; headers: Record<string, unknown> }[] = []
    const server = createServer((request, response) => {
      requests.push({ url: request.url, headers: request.headers })
      if (request.url === '/moved.json') response.writeHead(302, { location: '/latest.json' })
      response.end(JSON.stringify({ version: '0.10.0', page: 'https://example.org/', changes: ['One.'] }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    ends.push(() => server.close())
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    expect(await newestRelease(`${origin}/latest.json`)).toEqual({ version: '0.10.0', page: 'https://example.org/', changes: ['One.'] })
    expect(requests).toHaveLength(1)
    expect(requests[0]?.url).toBe('/latest.json')
    expect(Object.keys(requests[0]?.headers ?? {}).sort()).toEqual(
      ['accept', 'accept-encoding', 'accept-language', 'connection', 'host', 'sec-fetch-mode', 'user-agent'].sort(),
    )
    expect(requests[0]?.headers).toMatchObject({ 'user-agent': 'Standby', 'accept-language': '*' })
    // The creator was shown one address.
    expect(await newestRelease(`${origin}/moved.json`)).toBeNull()
    expect(requests.map(({ url }) => url)).toEqual(['/latest.json', '/moved.json'])
  })

  test('[PK14] an odd answer is no new version, and versions are compared by number', async () => {
    const answering = (body: string, status = 200) => (async () => new Response(body, { status })) as typeof fetch
    const usable = '{"version":"1.0.0","page":"https://a/"}'
    for (const body of [
      '',
      '{',
      '{"version":"1.0.0"}',
      '{"version":"1.0.0-x","page":"https://a/"}',
      '{"version":"1.0.0","page":"javascript:1"}',
      '{"version":"1.0.0","page":"http://a/"}',
      usable + ' '.repeat(70_000),
    ]) {
      expect(await newestRelease('http://x/', answering(body))).toBeNull()
    }
    expect(await newestRelease('http://x/', answering(usable))).toEqual({ version: '1.0.0', page: 'https://a/', changes: [] })
    expect(await newestRelease('http://x/', answering(usable, 500))).toBeNull()
    expect(isNewer('0.2.0', '0.10.0')).toBe(false)
    expect(isNewer('1.0.0', '0.10.9')).toBe(true)
    expect(isNewer('0.1.0', '0.1.0')).toBe(false)
  })

  test('[PK14] an answer without an end is not read to its end', async () => {
    let partCount = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        partCount += 1
        controller.enqueue(new Uint8Array(16_384))
      },
    })
    expect(await newestRelease('http://x/', async () => new Response(body))).toBeNull()
    expect(partCount).toBeLessThan(10)
  })

  test('[PK19] a Standby that has nobody to ask does not take the weekly look', async () => {
    const asked: boolean[] = []
    const post = await served({ setLooksWeekly: () => false })
    expect(await post('weekly-look', { on: true })).toMatchObject({ status: 409, body: { error: 'no-releases' } })
    const taking = await served({ setLooksWeekly: (on) => asked.push(on) > 0 })
    expect(await taking('weekly-look', { on: true })).toEqual({ status: 200, body: view })
    expect(await taking('weekly-look', { on: 1 })).toMatchObject({ status: 400 })
    expect(asked).toEqual([true])
  })
})
