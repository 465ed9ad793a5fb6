import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deb } from '../../packaging/debian.ts'
import { TARGETS } from '../../packaging/targets.ts'
import { launchChromium } from '../support/browser/chromium.ts'
import { debian, hasDebian, type Debian } from '../support/peers/debian.ts'
import { feedClient } from '../support/peers/feed-server.ts'
import { patience, stays, waitFor } from '../support/wait.ts'

const DIST = join(import.meta.dirname, '../../dist')
const PORT = 4793
const ORIGIN = `http://127.0.0.1:${PORT}`
const SURROUNDINGS = { STANDBY_PORT: String(PORT), STANDBY_SECRETS: 'file', OBS_WEBSOCKET_URL: 'ws://127.0.0.1:1' }
const HOME_DATA = 'home/ada/.local/share/Standby'

const isUp = () =>
  fetch(`${ORIGIN}/healthz`).then(
    () => true,
    () => false,
  )
const up = () => waitFor(isUp, { what: 'the installed Standby', timeoutMs: 60_000 })
const versionRunning = async () => ((await (await fetch(`${ORIGIN}/api/computer`)).json()) as { version: string }).version

/** Copies of the package of this version under other numbers. */
function otherVersion(version: string): string {
  const work = mkdtempSync(join(tmpdir(), 'standby-deb-'))
  execFileSync('tar', ['-xzf', globSync(join(DIST, 'Standby-*-linux-x64.tar.gz'))[0] ?? '', '-C', work])
  const folder = join(work, globSync('Standby-*', { cwd: work })[0] ?? '')
  // As long as before, so that it is the file it should be.
  const facts = join(folder, 'app/standby.json')
  writeFileSync(facts, readFileSync(facts, 'utf8').replace('"version":"0.1.0"', `"version":"${version}"`))
  const file = join(work, `standby-${version}.deb`)
  const target = TARGETS.find(({ system, arch }) => system === 'linux' && arch === 'x64')
  if (target === undefined) throw new Error('There is no target for Linux.')
  deb(folder, file, target, { version, time: 1_700_000_000, quick: true })
  rmSync(folder, { recursive: true })
  return file
}

// One after the other, on one Debian, as a person does them.
describe.skipIf(!hasDebian)('Packages', () => {
  let computer: Debian
  const put = (file: string, name: string) => cpSync(file, join(computer.path, name))
  const install = (name: string) => computer.root('apt-get', 'install', '-y', '--no-install-recommends', '--allow-downgrades', `/${name}`)
  const installed = () => computer.root('dpkg-query', '--show', '--showformat', '${Version} ${Status}', 'standby').text

  beforeAll(() => {
    computer = debian()
    put(globSync(join(DIST, 'Standby-*-linux-x64.deb'))[0] ?? '', 'now.deb')
    for (const version of ['0.0.9', '0.2.0']) put(otherVersion(version), `${version}.deb`)
  })
  afterAll(() => computer.remove())

  test('[PK21] apt installs the .deb with the library that it needs, and nothing runs yet', async () => {
    // The system's own tool alone names what is missing.
    const alone = computer.root('dpkg', '--install', '/0.0.9.deb')
    expect(alone.code).not.toBe(0)
    expect(alone.text).toContain('libatomic1')
    const { code, text } = computer.root('apt-get', 'install', '-y', '--fix-broken', '--no-install-recommends')
    expect(`${code} ${text}`).toMatch(/^0 /)
    expect(installed()).toBe('0.0.9 install ok installed')
    expect(await isUp()).toBe(false)
  })

  test('[PK21] a person starts it from the menu: the pages open, and the data is theirs alone', async () => {
    const entry = readFileSync(join(computer.path, 'usr/share/applications/standby.desktop'), 'utf8')
    const command = /^Exec=(.*)$/m.exec(entry)?.[1] ?? ''
    void computer.start('ada', command, SURROUNDINGS)
    await up()
    await waitFor(() => computer.opened().includes(`${ORIGIN}/`), { what: 'the home page to be opened', timeoutMs: 20_000 })
    const browser = await launchChromium()
    try {
      const opened = await browser.newPage({ viewport: { width: 1080, height: 1920 } })
      await opened.page.goto(`${ORIGIN}/overlay`)
      await opened.page
        .locator('li[data-id]')
        .first()
        .waitFor({ timeout: patience(30_000) })
      const home = await browser.newPage()
      await home.page.goto(ORIGIN)
      await home.page.getByRole('button', { name: 'Quit Standby' }).waitFor()
      expect([...opened.complaints, ...home.complaints]).toEqual([])
    } finally {
      await browser.close()
    }
    expect(statSync(join(computer.path, HOME_DATA)).mode & 0o077).toBe(0)
    expect(computer.run('ada', 'command -v node').code).not.toBe(0)
  })

  test('[PK23] a second person on the computer reads that another one is running Standby', async () => {
    expect(await computer.start('bob', 'standby', SURROUNDINGS)).not.toBe(0)
    const file = await waitFor(() => computer.opened().find((one) => one.startsWith('/home/bob/')), {
      what: 'a page for bob',
      timeoutMs: 30_000,
    })
    const page = readFileSync(join(computer.path, file), 'utf8')
    expect(page).toContain('Another person who is signed in on this computer is running Standby')
    expect(statSync(join(computer.path, file)).mode & 0o077).toBe(0)
    expect(await isUp()).toBe(true)
  })

  test('[PK21] an update ends the one that runs and starts the new one for the same person', async () => {
    const client = await feedClient(`ws://127.0.0.1:${PORT}/ws`)
    await waitFor(() => client.events().length > 3, { what: 'events of the demo LIVE', timeoutMs: 30_000 })
    const before = client.messages.find(({ type }) => type === 'snapshot') as { epoch: string }
    const pages = computer.opened().length
    expect(await versionRunning()).toBe('0.0.9')
    const { code, text } = install('now.deb')
    expect(`${code} ${text}`).toMatch(/^0 /)
    await up()
    expect(await versionRunning()).toBe('0.1.0')
    const after = (await feedClient(`ws://127.0.0.1:${PORT}/ws`)).messages.find(({ type }) => type === 'snapshot')
    expect(after).toMatchObject({ epoch: before.epoch })
    expect(computer.opened()).toHaveLength(pages)
    // Not root's: what it writes now belongs to the same person.
    expect(statSync(join(computer.path, HOME_DATA, 'standby.db')).uid).toBe(statSync(join(computer.path, 'home/ada')).uid)
    expect(existsSync(join(computer.path, 'run/standby-again'))).toBe(false)
  })

  test('[PK21] an older version over a newer one is refused in words, and the newer one goes on', async () => {
    expect(install('0.2.0.deb').code).toBe(0)
    await up()
    const { code, text } = install('now.deb')
    expect(code).not.toBe(0)
    expect(text).toContain('A newer version of Standby (0.2.0) is installed. This one (0.1.0) cannot read what it has saved')
    expect(installed()).toBe('0.2.0 install ok installed')
    await stays(isUp, { that: 'the newer version runs', forMs: 1_000 })
    expect(await versionRunning()).toBe('0.2.0')
  })

  test('[PK21] removing it ends it and keeps what each person saved; purging leaves nothing of it', async () => {
    const { code, text } = computer.root('apt-get', 'remove', '-y', 'standby')
    expect(`${code} ${text}`).toMatch(/^0 /)
    expect(text).toContain('is still in ~/.local/share/Standby')
    expect(await isUp()).toBe(false)
    expect(existsSync(join(computer.path, HOME_DATA, 'standby.db'))).toBe(true)
    expect(computer.root('apt-get', 'purge', '-y', 'standby').code).toBe(0)
    for (const gone of ['usr/lib/standby', 'usr/bin/standby', 'usr/share/applications/standby.desktop', 'usr/share/doc/standby']) {
      expect(existsSync(join(computer.path, gone))).toBe(false)
    }
    expect(computer.root('sh', '-c', 'dpkg --audit; ls /var/lib/dpkg/info | grep ^standby').text).toBe('')
  })

  test('[PK23] data of a newer version opens a page that says so, and nothing in it changes', async () => {
    expect(install('now.deb').code).toBe(0)
    const database = join(computer.path, HOME_DATA, 'standby.db')
    const raise = `import { DatabaseSync } from 'node:sqlite'; const db = new DatabaseSync(${JSON.stringify(database)}); db.exec('PRAGMA user_version = 999'); db.close()`
    execFileSync(process.execPath, ['--input-type=module', '-e', raise])
    const before = readFileSync(database)
    expect(await computer.start('ada', 'standby', SURROUNDINGS)).not.toBe(0)
    const page = readFileSync(join(computer.path, HOME_DATA, 'could-not-start.html'), 'utf8')
    expect(page).toContain('was saved by a newer version of Standby')
    expect(readFileSync(database).equals(before)).toBe(true)
  })
})

describe.skipIf(process.platform === 'win32')('Packages', () => {
  test('[PK6] the .deb for arm64 has programs for that processor, and the same files as the other', () => {
    const folder = mkdtempSync(join(tmpdir(), 'standby-arm-'))
    const file = globSync(join(DIST, 'Standby-*-linux-arm64.deb'))[0] ?? ''
    execFileSync('dpkg-deb', ['--extract', file, folder])
    expect(execFileSync('dpkg-deb', ['--field', file, 'Architecture'], { encoding: 'utf8' }).trim()).toBe('arm64')
    const native = [join(folder, 'usr/lib/standby/node'), ...globSync(join(folder, 'usr/lib/standby/app/**/*.node'))]
    expect(native).toHaveLength(2)
    // e_machine of the ELF header: 183 is AArch64.
    for (const one of native) expect(readFileSync(one).subarray(0, 20).readUInt16LE(18)).toBe(183)
    const listed = (arch: string) =>
      execFileSync('dpkg-deb', ['--contents', globSync(join(DIST, `Standby-*-linux-${arch}.deb`))[0] ?? ''], { encoding: 'utf8' })
        .split('\n')
        .map((line) => line.replace(/^(\S+ \S+).* (\.\/)/, '$1 $2').replaceAll(/arm64|x64/g, ''))
        .sort()
    expect(listed('arm64')).toEqual(listed('x64'))
    rmSync(folder, { recursive: true })
  })
})
