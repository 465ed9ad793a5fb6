import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packageFacts } from '@standby/bridge/paths.ts'
import { missingFiles } from '@standby/bridge/start/missing-files.ts'
import { problemOfCode } from '@standby/bridge/start/problem.ts'
import { quitRunning } from '@standby/bridge/start/quit-running.ts'

const folder = '/data <of> "Ada" & co'
describe('Packages', () => {
  test('[PK10] what the system says of a folder becomes a reason, and anything else does not', () => {
    expect(problemOfCode('ENOSPC', folder)?.code).toBe('disk-full')
    expect(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].map((code) => problemOfCode(code, folder)?.code)).toEqual(Array(4).fill('not-writable'))
    expect(problemOfCode('EADDRINUSE', folder)).toBeNull()
  })

  test('[PK9] a missing or damaged file is named; a folder without facts is a checkout', () => {
    const place = mkdtempSync(join(tmpdir(), 'standby-files-'))
    mkdirSync(join(place, 'pages'))
    writeFileSync(join(place, 'whole.js'), '1234')
    writeFileSync(join(place, 'pages/short.html'), '1')
    expect(missingFiles(place, { 'whole.js': 4, 'pages/short.html': 2, 'gone.js': 1 })).toEqual(['pages/short.html', 'gone.js'])
    expect(packageFacts(place)).toBeNull()
    const facts = { version: '1.2.3', connector: '2.5.0', builtAt: 1, releases: null }
    writeFileSync(join(place, 'standby.json'), JSON.stringify(facts))
    expect(packageFacts(place)).toEqual(facts)
  })

  test('[PK11] a Standby that is too busy to answer still runs', async () => {
    const server = createServer(() => undefined)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect(await quitRunning(port, '/mine', 50)).toBe('still-running')
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  test('[PK11] the command that ends a running Standby leaves other programs and other data alone', async () => {
    const asked: unknown[] = []
    let status = 404
    const server = createServer((request, response) => {
      let text = ''
      request.on('data', (chunk: Buffer) => (text += chunk.toString()))
      request.on('end', () => {
        asked.push(JSON.parse(text))
        response.writeHead(status).end('{}')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect(await quitRunning(port, '/mine')).toBe('none')
    status = 409
    expect(await quitRunning(port, '/mine')).toBe('none')
    status = 500
    expect(await quitRunning(port, '/mine')).toBe('still-running')
    expect(asked).toEqual(Array(3).fill({ dataDir: '/mine' }))
    await new Promise((resolve) => server.close(resolve))
    expect(await quitRunning(port, '/mine')).toBe('none')
  })
})
