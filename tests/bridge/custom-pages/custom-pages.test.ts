import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { get, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express, { type NextFunction, type Request, type Response } from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { customPageRoutes } from '@standby/bridge/custom-pages/feature.ts'

let root = ''
let server: Server
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'standby-custom-'))
  const page = join(root, 'pages', 'hello')
  mkdirSync(join(page, 'art'), { recursive: true })
  writeFileSync(join(page, 'index.html'), '<p>hello</p>')
  writeFileSync(join(page, 'page.js'), 'export {}')
  writeFileSync(join(page, '.secret'), 'hidden')
  writeFileSync(join(page, 'art', 'a b.svg'), '<svg/>')
  writeFileSync(join(root, 'settings.json'), 'secret')
  const app = express().use(customPageRoutes(join(root, 'pages')))
  app.use((_error: unknown, _request: Request, response: Response, _next: NextFunction) => void response.status(404).end('refused'))
  server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  rmSync(root, { recursive: true, force: true })
})

/** As it is written: `fetch` would tidy the path up. */
function ask(path: string): Promise<{ status: number; body: string; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, path }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }))
    }).on('error', reject)
  })
}

describe('Custom pages', () => {
  test('[CP1] a folder in `pages` is served with its files, and its address ends with a slash', async () => {
    expect(await ask('/pages/hello/')).toMatchObject({ status: 200, body: '<p>hello</p>', headers: { 'cache-control': 'no-cache' } })
    expect(await ask('/pages/hello')).toMatchObject({ status: 302, headers: { location: '/pages/hello/' } })
    expect((await ask('/pages/hello?channel=ben')).headers.location).toBe('/pages/hello/?channel=ben')
    expect((await ask('/pages/hello/page.js')).headers['content-type']).toContain('javascript')
    expect((await ask('/pages/hello/art/a%20b.svg')).body).toBe('<svg/>')
    expect((await ask('/pages/nobody/')).status).toBe(404)
    expect((await ask('/pages/')).status).toBe(404)
  })

  test.each([
    '/pages/../settings.json',
    '/pages/hello/../../settings.json',
    '/pages/hello/%2e%2e/%2e%2e/settings.json',
    '/pages/hello/..%2f..%2fsettings.json',
    '/pages/hello/..%5c..%5csettings.json',
    '/pages/%2e%2e/settings.json',
    '/pages//settings.json',
    '/pages/hello/.secret',
    '/pages/hello/%00.html',
    '/pages/hello/index.html::$DATA',
    '/pages/hello/index.html.',
    '/pages/hello/%E0%A4%A',
    '/pages/con/',
    '/pages/NUL.txt',
  ])('[CP2] %s gives nothing', async (path) => {
    const { status, body } = await ask(path)
    expect(status).toBe(404)
    expect(body).not.toMatch(/secret|hidden/)
  })

  test.skipIf(process.platform === 'win32')('[CP2] a link that leads out of the folder gives nothing', async () => {
    symlinkSync(join(root, 'settings.json'), join(root, 'pages', 'hello', 'link.json'))
    symlinkSync(root, join(root, 'pages', 'out'))
    expect((await ask('/pages/hello/link.json')).status).toBe(404)
    expect((await ask('/pages/out/settings.json')).status).toBe(404)
  })

  test.skipIf(process.platform === 'win32')('[CP2] a folder and a pipe by the name of a file give nothing, at once', async () => {
    mkdirSync(join(root, 'pages', 'hello', 'folder.html'))
    execFileSync('mkfifo', [join(root, 'pages', 'hello', 'pipe.html')])
    for (const name of ['folder.html', 'pipe.html']) expect([name, (await ask(`/pages/hello/${name}`)).body]).toEqual([name, 'refused'])
  })
})
