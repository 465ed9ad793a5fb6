import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { get, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { describe, afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { contentPolicy, importMaps, ownWorker, pageRoutes } from '@standby/bridge/server/pages.ts'

const MAP = '{"integrity":{"/assets/a.js":"sha384-x"}}'
const digest = `'sha256-${createHash('sha256').update(MAP).digest('base64')}'`

let dir = ''
let server: Server
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'standby-pages-'))
  writeFileSync(join(dir, 'dock.html'), `<head><script type="importmap">${MAP}</script></head><script>alert(1)</script>`)
  writeFileSync(join(dir, 'index.html'), '<p>home</p>')
  writeFileSync(join(dir, 'service-worker.js'), 'self.ours = true')
  const app = express().use(ownWorker(dir)).use(pageRoutes(dir))
  app.use((_request, response) => void response.status(404).end())
  server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  rmSync(dir, { recursive: true, force: true })
})

function ask(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, path, headers }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }))
    }).on('error', reject)
  })
}

describe('Opened before the bridge', () => {
  test('[SW7] the policy lets through a page’s own import map, by its digest, and no other script', async () => {
    const { headers } = await ask('/dock')
    expect(String(headers['content-security-policy']).split('; ')).toContain(`script-src 'self' ${digest}`)
    expect(headers['cache-control']).toBe('no-store')
    expect((await ask('/')).headers['content-security-policy']).toBe(contentPolicy('/'))
    expect(importMaps('<script>x</script><script type="module">y</script><script type="importmap" nonce="z">{}</script>')).toEqual([])
  })

  test.each(['/worker.js', '/deep/down/sw.mjs', '/service-worker.js', '/dock', '/api/x', '/sw.js?v=2'])(
    '[SW6] asked for as a service worker’s script, %s is ours',
    async (path) => {
      const { status, body, headers } = await ask(path, { 'service-worker': 'script' })
      expect([status, body]).toEqual([200, 'self.ours = true'])
      expect(headers).toMatchObject({ 'service-worker-allowed': '/', 'cache-control': 'no-cache' })
      expect(headers['content-type']).toContain('javascript')
    },
  )

  test.each([
    [true, 'self.standbyFolder = "C:\\\\it\'s";\nself.ours = true'],
    [false, 'self.ours = true'],
  ])('[SW8] the worker knows the folder on this computer (%s) only', async (isLocal, body) => {
    const app = express()
      .use((_request, response, next) => {
        response.locals['isLocal'] = isLocal
        next()
      })
      .use(ownWorker(dir, "C:\\it's"))
      .use(pageRoutes(dir, "C:\\it's"))
    const other = app.listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    for (const headers of [{}, { 'service-worker': 'script' }]) {
      expect(await (await fetch(`http://127.0.0.1:${port}/service-worker.js`, { headers })).text()).toBe(body)
    }
  })

  test('[SW6] asked for otherwise it is what it is', async () => {
    expect((await ask('/worker.js')).status).toBe(404)
    expect((await ask('/dock', { 'service-worker': 'yes' })).body).toContain('alert(1)')
    expect(readdirSync(dir)).toHaveLength(3)
  })
})
