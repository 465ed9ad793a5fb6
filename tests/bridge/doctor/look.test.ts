import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, afterEach, expect, test } from 'vitest'
import { systemClock } from '@standby/bridge/clock.ts'
import { lookAtData, lookAtDatabase, lookAtSettings } from '@standby/bridge/doctor/look-data.ts'
import { lookUpName, reachHost } from '@standby/bridge/doctor/look-network.ts'
import { askObs } from '@standby/bridge/doctor/look-obs.ts'
import { lookAtPort, whoHas } from '@standby/bridge/doctor/look-port.ts'
import { openObs } from '@standby/bridge/obs/link/adapter.ts'
import { openDatabase } from '@standby/bridge/store/database.ts'
import { SCHEMA_VERSION } from '@standby/bridge/store/schema.ts'
import { newDataDir } from '../../support/peers/bridge.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close())
  return (server.address() as AddressInfo).port
}

describe('Doctor', () => {
  test('[DO3] looking at a folder changes nothing in it, and makes none', () => {
    const folder = newDataDir()
    expect(lookAtData(folder)).toMatchObject({ folder, state: 'writable', openFile: null })
    const missing = join(folder, 'not', 'there')
    expect(lookAtData(missing).state).toBe('missing')
    expect(lookAtDatabase(join(missing, 'standby.db'), 1)).toEqual({ state: 'new' })
    expect(lookAtSettings(missing)).toMatchObject({ state: 'new' })
    expect(() => statSync(missing)).toThrow()
    writeFileSync(join(folder, 'file'), '')
    expect(lookAtData(join(folder, 'file')).state).toBe('no-folder')
  })

  test.skipIf(process.platform === 'win32')('[DO3] a file that other accounts can read is named', () => {
    const folder = newDataDir()
    writeFileSync(join(folder, 'settings.json'), '{}', { mode: 0o600 })
    expect(lookAtData(folder).openFile).toBeNull()
    chmodSync(join(folder, 'settings.json'), 0o644)
    expect(lookAtData(folder).openFile).toBe('settings.json')
  })

  test('[DO4] a database is reported as sound, in use, broken or too new, and is left as it is', () => {
    const folder = newDataDir()
    const file = join(folder, 'standby.db')
    const db = openDatabase(file, 'epoch')
    expect(lookAtDatabase(file, SCHEMA_VERSION)).toEqual({ state: 'in-use' })
    db.close()
    expect(lookAtDatabase(file, SCHEMA_VERSION)).toMatchObject({ state: 'sound' })
    expect(lookAtDatabase(file, SCHEMA_VERSION - 1)).toEqual({ state: 'too-new' })
    const broken = join(folder, 'broken.db')
    writeFileSync(broken, 'this is no database, and never was one'.repeat(20))
    expect(lookAtDatabase(broken, SCHEMA_VERSION)).toMatchObject({ state: 'broken' })
    expect(new DatabaseSync(file).prepare('SELECT value FROM meta').get()).toEqual({ value: 'epoch' })
  })

  test('[DO3] settings are reported as broken or set aside, and stay in place', () => {
    const folder = newDataDir()
    writeFileSync(join(folder, 'settings.json'), '{"obs": ')
    mkdirSync(join(folder, 'logs'))
    writeFileSync(join(folder, 'settings.json.unreadable-17'), '{')
    expect(lookAtSettings(folder)).toEqual({ state: 'broken', setAside: 'settings.json.unreadable-17', document: null })
    expect(statSync(join(folder, 'settings.json')).size).toBe(8)
  })

  test('[DO5] a port is reported as free, or with who has it if that can be known', async () => {
    const silent = await listening(createServer((socket) => socket.destroy()))
    expect(await lookAtPort('127.0.0.1', silent)).toEqual({ state: 'taken', by: 'another program' })
    const web = await listening(createHttpServer((_request, response) => response.setHeader('server', 'nginx/1.24').end('hello')))
    expect(await whoHas(web)).toEqual({ state: 'taken', by: 'another web server (nginx/1.24)' })
    const health = JSON.stringify({ ok: true, health: 'live', obs: 'off', storage: 'ok' })
    const standby = await listening(createHttpServer((_request, response) => response.end(health)))
    expect(await lookAtPort('127.0.0.1', standby)).toEqual({ state: 'standby', url: `http://127.0.0.1:${standby}` })
    expect(await lookAtPort('127.0.0.1', 0)).toEqual({ state: 'any' })
  })

  test('[DO5] a header that is no name is not repeated', async () => {
    const web = await listening(createHttpServer((_request, response) => response.setHeader('server', '<b>evil</b>').end('')))
    expect(await whoHas(web)).toEqual({ state: 'taken', by: 'another web server' })
  })

  test('[DO6] a host is reached by a handshake without a byte of http, and an unknown one has its code', async () => {
    let bytes = 0
    const port = await listening(createServer((socket) => socket.on('data', (data) => (bytes += data.length))))
    expect(await reachHost(`http://127.0.0.1:${port}/path`, systemClock)).toMatchObject({ ok: true, host: '127.0.0.1' })
    expect(bytes).toBe(0)
    const closed = await listening(createServer())
    await ends.pop()?.()
    expect(await reachHost(`http://127.0.0.1:${closed}`, systemClock)).toMatchObject({ ok: false, code: 'ECONNREFUSED' })
    expect(await lookUpName('http://127.0.0.1', systemClock)).toBeNull()
    expect(await lookUpName('https://nobody.invalid', systemClock)).toMatchObject({ ok: false, host: 'nobody.invalid' })
  })

  test('[DO7] if there is no OBS, the doctor says so, and shows no password of the address', async () => {
    const asked = { enabled: true, url: 'ws://me:hunter2@127.0.0.1:1', password: 'secret', standbyScene: 'Standby' }
    const facts = await askObs(asked, { clock: systemClock, log: silentLog, open: openObs })
    expect(facts).toMatchObject({ state: 'not-running', hasPassword: true, sceneExists: null })
    expect(JSON.stringify(facts)).not.toMatch(/hunter2|secret/)
    expect(await askObs({ ...asked, enabled: false }, { clock: systemClock, log: silentLog, open: openObs })).toMatchObject({
      state: 'off',
    })
  })
})
