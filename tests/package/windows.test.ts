import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setup } from '../../packaging/archives.ts'
import type { ObsStatus } from '@standby/shared/protocol.ts'
import { startFakeObs } from '../support/fakes/fake-obs.ts'
import { feedClient } from '../support/peers/feed-server.ts'
import { installedOn } from '../support/peers/installed.ts'
import { hasWine, windows, type Wine } from '../support/peers/wine.ts'
import { stays, waitFor } from '../support/wait.ts'

const DIST = join(import.meta.dirname, '../../dist')
const PORT = 4797
const { origin: ORIGIN, surroundings: SURROUNDINGS, isUp, up, down, post, health } = installedOn(PORT)
const PROGRAMS = 'C:\\users\\root\\AppData\\Local\\Programs\\Standby'

interface Program {
  node: string
  start: string
}
const version = (number: string): Program => ({
  node: `${PROGRAMS}\\app-${number}\\node.exe`,
  start: `${PROGRAMS}\\app-${number}\\app\\start.js`,
})

// One after the other, on one Windows, as a person does them.
describe.skipIf(!hasWine)('Packages', () => {
  let wine: Wine
  const at = (path: string): string => join(wine.drive, 'users/root/AppData', path)
  const run = ({ node, start }: Program, args: string[], env: Record<string, string> = {}) => wine.run([node, start, ...args], env)
  const begin = ({ node, start }: Program, args: string[] = [], env: Record<string, string> = {}) => wine.start([node, start, ...args], env)
  const install = (name: string, ...args: string[]) => wine.run([`C:\\${name}`, '/S', ...args])
  const current = version('0.1.0')
  const next = version('0.2.0')

  beforeAll(async () => {
    wine = await windows(SURROUNDINGS)
    copyFileSync(globSync(join(DIST, 'Standby-Setup-*.exe'))[0] ?? '', join(wine.drive, 'setup.exe'))
    const unpacked = mkdtempSync(join(tmpdir(), 'standby-zip-'))
    execFileSync('unzip', ['-q', globSync(join(DIST, 'Standby-*-windows-x64.zip'))[0] ?? '', '-d', unpacked])
    const folder = join(unpacked, globSync('Standby-*', { cwd: unpacked })[0] ?? '')
    const later = join(unpacked, 'later.exe')
    setup(folder, later, { version: '0.2.0', time: 1_700_000_000, quick: true })
    copyFileSync(later, join(wine.drive, 'later.exe'))
    rmSync(unpacked, { recursive: true })
    // A browser: what Windows would have run is written down.
    const command = 'cmd.exe /c echo %1>>C:\\opened.txt'
    await wine.run(['reg.exe', 'add', 'HKCR\\http\\shell\\open\\command', '/ve', '/d', command, '/f'])
  })
  afterAll(() => wine.remove())

  test('[PK24] on a Windows that is too old the setup changes nothing', async () => {
    expect(await wine.run(['winecfg.exe', '-v', 'win81'])).toBe(0)
    expect(await install('setup.exe')).toBe(3)
    expect(existsSync(at('Local/Programs/Standby'))).toBe(false)
    expect(await wine.run(['winecfg.exe', '-v', 'win10'])).toBe(0)
  })

  test('[PK16] the setup makes its shortcuts and starts Standby, which opens the home page', async () => {
    expect(await install('setup.exe')).toBe(0)
    await up()
    for (const name of ['Standby', 'Uninstall Standby']) {
      expect(existsSync(at(`Roaming/Microsoft/Windows/Start Menu/Programs/${name}.lnk`))).toBe(true)
    }
    const opened = (): string => (existsSync(join(wine.drive, 'opened.txt')) ? readFileSync(join(wine.drive, 'opened.txt'), 'utf8') : '')
    await waitFor(() => opened().includes(`${ORIGIN}/`), { what: 'the home page to be opened', timeoutMs: 30_000 })
    expect(await run(current, ['--background'])).toBe(0)
    expect(await isUp()).toBe(true)
  })

  test('[PK16] a demo LIVE drops and comes back, and a kill in mid-write loses nothing', async () => {
    const client = await feedClient(`ws://127.0.0.1:${PORT}/ws`)
    await waitFor(() => client.events().length > 5, { what: 'events', timeoutMs: 30_000 })
    expect((await post('/api/demo/drop', { kind: 'close', seconds: 2 })).status).toBe(200)
    await waitFor(async () => (await health()) !== 'live', { what: 'the drop', timeoutMs: 20_000 })
    await waitFor(async () => (await health()) === 'live', { what: 'the return', timeoutMs: 40_000 })

    const seen = client.events().length
    await waitFor(() => client.events().length > seen + 3, { what: 'events after the return', timeoutMs: 20_000 })
    const first = client.messages.find((message) => message.type === 'snapshot')
    await wine.run(['taskkill.exe', '/F', '/IM', 'node.exe'])
    await down()
    const kept = client.events().map(({ id }) => id)
    begin(current, ['--background'])
    await up()
    const back = await feedClient(`ws://127.0.0.1:${PORT}/ws?epoch=${first?.epoch ?? ''}&offset=0`)
    await waitFor(() => kept.every((id) => back.events().some((event) => event.id === id)), { what: 'all events', timeoutMs: 30_000 })
    back.socket.close()
  })

  test('[PK12][PK16] the start with the computer is a value of the Run key, and gone if off', async () => {
    const key = ['HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run', '/v', 'Standby']
    expect(await (await post('/api/computer/autostart', { on: true })).json()).toMatchObject({ autostart: true })
    expect(await wine.run(['reg.exe', 'query', ...key])).toBe(0)
    // What Windows runs at the next start of the computer.
    expect(await wine.run(['reg.exe', 'export', key[0] ?? '', 'C:\\run.reg', '/y'])).toBe(0)
    const exported = readFileSync(join(wine.drive, 'run.reg'), 'utf16le')
    const [, script = ''] = /"Standby"="\\"(.*?)\\" --background"/.exec(exported) ?? []
    expect(await run(current, ['--quit'])).toBe(0)
    await down()
    wine.start(['start.exe', script.replaceAll('\\\\', '\\'), '--background'])
    await up()
    expect(await (await post('/api/computer/autostart', { on: false })).json()).toMatchObject({ autostart: false })
    expect(await wine.run(['reg.exe', 'query', ...key])).not.toBe(0)
  })

  test('[PK16] the password is in the Credential Manager over a restart, not in the file', async () => {
    const password = 'Pässwört ✓ 1'
    const obs = await startFakeObs({ password })
    const env = { OBS_WEBSOCKET_URL: obs.url }
    const restart = async () => {
      expect(await run(current, ['--quit'])).toBe(0)
      begin(current, ['--background'], env)
      await up()
    }
    const phase = async () => ((await (await fetch(`${ORIGIN}/api/obs/status`)).json()) as ObsStatus).phase
    const connected = () => waitFor(async () => (await phase()) === 'connected', { what: 'OBS to take the password', timeoutMs: 40_000 })
    await restart()
    expect((await post('/api/obs/connect', { password })).status).toBe(200)
    await connected()
    const file = at('Local/Standby/Data/settings.json')
    await waitFor(() => readFileSync(file, 'utf8').includes('"passwordIn": "system"'), { what: 'the store to have it', timeoutMs: 30_000 })
    expect(readFileSync(file, 'utf8')).not.toContain('sswört')
    await restart()
    await connected()
    await obs.close()
  })

  test('[PK17] a new version over the running one takes its place, and the data stays', async () => {
    const epoch = async () => (await feedClient(`ws://127.0.0.1:${PORT}/ws`)).messages.find(({ type }) => type === 'snapshot')
    const before = await epoch()
    expect(await install('later.exe')).toBe(0)
    await up()
    const after = await epoch()
    expect(after).toMatchObject({ epoch: (before as { epoch: string }).epoch })
    expect(existsSync(at('Local/Programs/Standby/app-0.2.0/node.exe'))).toBe(true)
    expect(existsSync(at('Local/Programs/Standby/app-0.1.0/node.exe'))).toBe(true)
  })

  test('[PK17] an older setup over a newer version refuses, and the newer one goes on', async () => {
    expect(await install('setup.exe')).toBe(2)
    await stays(isUp, { that: 'the newer version runs', forMs: 1_000 })
  })

  test('[PK16] a long folder with spaces and umlauts is fine; a taken port opens a page', async () => {
    expect(await run(next, ['--quit'])).toBe(0)
    await down()
    const dataDir = `C:\\Übung mit Leerzeichen é\\${'langer Ordner '.repeat(13).trim()}`
    expect(dataDir.length).toBeGreaterThan(200)
    begin(next, ['--background'], { STANDBY_DATA_DIR: dataDir })
    await up()
    expect(existsSync(join(wine.drive, dataDir.slice(3).replaceAll('\\', '/'), 'standby.db'))).toBe(true)
    expect(await run(next, ['--quit'], { STANDBY_DATA_DIR: dataDir })).toBe(0)
    await down()
    const other = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => other.listen(PORT, '127.0.0.1', resolve))
    expect(await run(next, [])).toBe(1)
    await new Promise((resolve) => other.close(resolve))
    expect(readFileSync(at('Local/Standby/Data/could-not-start.html'), 'utf8')).toContain('Problem: port-taken')
  })

  test('[PK18] uninstalling ends Standby and keeps the data, unless the creator wants it gone', async () => {
    begin(next, ['--background'])
    await up()
    // As Windows runs it: a copy of itself would return before it is done.
    const uninstall = (...args: string[]) => wine.run([`${PROGRAMS}\\uninstall.exe`, '/S', ...args, `_?=${PROGRAMS}`])
    expect(await uninstall()).toBe(0)
    await down()
    expect(existsSync(at('Local/Programs/Standby/app-0.2.0'))).toBe(false)
    expect(existsSync(at('Roaming/Microsoft/Windows/Start Menu/Programs/Standby.lnk'))).toBe(false)
    expect(existsSync(at('Local/Standby/Data/standby.db'))).toBe(true)
    expect(await install('setup.exe', '/NOSTART')).toBe(0)
    expect(await uninstall('/REMOVEDATA')).toBe(0)
    expect(existsSync(at('Local/Standby'))).toBe(false)
  })
})
