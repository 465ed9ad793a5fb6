import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ComputerView } from '@standby/shared/computer.ts'
import type { ObsStatus } from '@standby/shared/protocol.ts'
import { launchChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { obsAvailable, startObs } from '../support/obs/obs.ts'
import { feedClient } from '../support/peers/feed-server.ts'
import { installedOn } from '../support/peers/installed.ts'
import { hasWine, windows, type Wine } from '../support/peers/wine.ts'
import { patience, waitFor } from '../support/wait.ts'

const DIST = join(import.meta.dirname, '../../dist')
const PLACE = 'Übung mit Leerzeichen é (1)'
const { origin, surroundings, isUp, up, down, get, post, health } = installedOn(4795)
/** Without the long waits of a real LIVE. */
const QUICK = { RECONNECTION_BASE_DELAY: '1000', DEGRADED_AFTER: '2000' }

// One after the other, on one Windows, as a person does them.
describe.skipIf(!hasWine)('Packages', () => {
  let wine: Wine
  let browser: TestBrowser
  let folder = ''
  const inDrive = (path: string): string => join(wine.drive, path)
  const data = (path: string): string => inDrive(`users/root/AppData/Local/Standby/Data/${path}`)
  const node = (): string => `C:\\${PLACE}\\${folder}\\node.exe`
  const script = (): string => `C:\\${PLACE}\\${folder}\\app\\start.js`
  /** As a double-click does it: Windows looks up what this kind of file is opened with. */
  const doubleClick = (env: Record<string, string> = {}) => wine.start(['start.exe', `C:\\${PLACE}\\${folder}\\Standby.cmd`], env)
  const quit = async () => {
    expect(await wine.run([node(), script(), '--quit'])).toBe(0)
    await down()
  }
  const opened = (): string => (existsSync(inDrive('opened.txt')) ? readFileSync(inDrive('opened.txt'), 'utf8') : '')
  const opens = (what: string) => waitFor(() => opened().includes(what), { what: `${what} to be opened`, timeoutMs: 60_000 })

  beforeAll(async () => {
    wine = await windows({ ...surroundings, ...QUICK })
    mkdirSync(inDrive(PLACE))
    execFileSync('unzip', ['-q', globSync(join(DIST, 'Standby-*-windows-x64.zip'))[0] ?? '', '-d', inDrive(PLACE)])
    folder = globSync('Standby-*', { cwd: inDrive(PLACE) })[0] ?? ''
    // A browser: what Windows would have run is written down.
    await wine.run(['reg.exe', 'add', 'HKCR\\.html', '/ve', '/d', 'htmlfile', '/f'])
    const command = 'cmd.exe /c echo %1>>C:\\opened.txt'
    for (const kind of ['http', 'htmlfile'])
      await wine.run(['reg.exe', 'add', `HKCR\\${kind}\\shell\\open\\command`, '/ve', '/d', command, '/f'])
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser.close()
    wine.remove()
  })

  test('[PK22] unpacked in a folder with spaces and umlauts, a double-click opens the home page', async () => {
    doubleClick()
    await up()
    await opens(`${origin}/`)
    expect(existsSync(data('standby.db'))).toBe(true)
    for (const path of ['/', '/dock', '/overlay', '/standby', '/client.js', '/licences', '/changes']) {
      expect([path, (await fetch(origin + path)).status]).toEqual([path, 200])
    }
    // A second double-click opens the same home page again, and no second Standby.
    const before = opened().length
    doubleClick()
    await waitFor(() => opened().length > before, { what: 'the home page to be opened again', timeoutMs: 60_000 })
    expect(await isUp()).toBe(true)
  })

  test('[PK22] a demo LIVE reaches the overlay in Chromium, which shows its drop and its return', async () => {
    const { page, complaints } = await browser.newPage({ viewport: { width: 1080, height: 1920 } })
    await page.goto(`${origin}/overlay`)
    await page
      .locator('li[data-id]')
      .first()
      .waitFor({ timeout: patience(30_000) })
    expect((await post('/api/demo/drop', { kind: 'close', seconds: 3 })).status).toBe(200)
    await page.getByTestId('badge').waitFor({ timeout: patience(20_000) })
    await page.getByTestId('summary').waitFor({ timeout: patience(60_000) })
    expect(await health()).toBe('live')
    expect(complaints).toEqual([])
    await page.close()
  })

  test('[PK22] the home page shows the version and the licences, opens the folder, and quits', async () => {
    expect(await get<ComputerView>('/api/computer')).toMatchObject({ isPackage: true, hasWindow: true, version: '0.1.0' })
    const { page, complaints } = await browser.newPage()
    await page.goto(origin)
    await page.getByText('Version 0.1.0').waitFor()
    await page.getByText('Closing that window ends it too.').waitFor()
    expect(await (await fetch(`${origin}/changes`)).text()).toContain('0.1.0')
    expect(await (await fetch(`${origin}/licences`)).text()).toContain('GNU AFFERO GENERAL PUBLIC LICENSE')
    expect((await post('/api/computer/open-folder', {})).status).toBe(200)
    await page.getByRole('button', { name: 'Quit Standby' }).click()
    await page.getByRole('button', { name: 'Tap again: the overlay stops' }).click()
    await page.getByText('Standby has ended.').waitFor({ timeout: patience(20_000) })
    await down()
    expect(complaints.filter((one) => !/WebSocket|ERR_CONNECTION_REFUSED/.test(one))).toEqual([])
    await page.close()
  })

  test.skipIf(!obsAvailable())('[PK22] it drives a real OBS: the standby scene in a drop, and the way back', async () => {
    const obs = await startObs({ scenes: ['Gameplay', 'Close-up', 'Standby'], current: 'Close-up' })
    try {
      doubleClick({ OBS_WEBSOCKET_URL: obs.url, OBS_WEBSOCKET_PASSWORD: obs.password })
      await up()
      const connected = async () => (await get<ObsStatus>('/api/obs/status')).phase === 'connected'
      await waitFor(connected, { what: 'Standby to find OBS', timeoutMs: 30_000 })
      const client = await feedClient(`${origin.replace('http', 'ws')}/ws`)
      await waitFor(() => client.events().length > 3, { what: 'events of the demo LIVE', timeoutMs: 30_000 })
      expect((await post('/api/demo/drop', { kind: 'close', seconds: 8 })).status).toBe(200)
      await waitFor(async () => (await obs.program()) === 'Standby', { what: 'OBS to go to standby', timeoutMs: 30_000 })
      await waitFor(async () => (await obs.program()) === 'Close-up', { what: 'OBS to go back', timeoutMs: 60_000 })
      expect(await health()).toBe('live')
      await quit()
    } finally {
      await obs.stop()
    }
  })

  test('[PK22] in a folder that cannot be written it runs as well', async () => {
    const place = join(inDrive(PLACE), folder)
    execFileSync('mount', ['--bind', place, place])
    try {
      execFileSync('mount', ['-o', 'remount,bind,ro', place])
      expect(spawnSync('touch', [join(place, 'new')]).status).not.toBe(0)
      doubleClick()
      await up()
      expect((await fetch(`${origin}/overlay`)).status).toBe(200)
      await quit()
    } finally {
      execFileSync('umount', ['-l', place])
    }
  })

  test('[PK9][PK23] a file that a scanner took, and data of a newer version, are named on a page', async () => {
    const main = join(inDrive(PLACE), folder, 'app/main.js')
    renameSync(main, `${main}.gone`)
    expect(await wine.run([node(), script()])).toBe(1)
    renameSync(`${main}.gone`, main)
    await opens('could-not-start.html')
    expect(readFileSync(data('could-not-start.html'), 'utf8')).toContain('missing or damaged: main.js.')

    const raise = `import { DatabaseSync } from 'node:sqlite'; const db = new DatabaseSync(${JSON.stringify(data('standby.db'))}); db.exec('PRAGMA user_version = 999'); db.close()`
    execFileSync(process.execPath, ['--input-type=module', '-e', raise])
    const before = readFileSync(data('standby.db'))
    expect(await wine.run([node(), script()])).toBe(1)
    expect(readFileSync(data('could-not-start.html'), 'utf8')).toContain('was saved by a newer version of Standby')
    expect(readFileSync(data('standby.db')).equals(before)).toBe(true)
  })

  test('[PK23] a person whose port another one’s Standby has reads that', async () => {
    wine.start([node(), script(), '--background'], { STANDBY_DATA_DIR: 'C:\\theirs' })
    await up()
    expect(await wine.run([node(), script()], { STANDBY_DATA_DIR: 'C:\\mine' })).toBe(1)
    expect(readFileSync(inDrive('mine/could-not-start.html'), 'utf8')).toContain('Another person who is signed in on this computer')
    expect(await wine.run([node(), script(), '--quit'], { STANDBY_DATA_DIR: 'C:\\theirs' })).toBe(0)
    await down()
  })

  test.each(['node.exe', 'app/start.js'])('[PK20] without %s a page in the package says what may have happened', async (part) => {
    const file = join(inDrive(PLACE), folder, part)
    const before = opened().length
    renameSync(file, `${file}.gone`)
    doubleClick()
    await waitFor(() => opened().slice(before).includes('could-not-start.html'), { what: 'the page', timeoutMs: 60_000 })
    renameSync(`${file}.gone`, file)
    expect(readFileSync(join(inDrive(PLACE), folder, 'could-not-start.html'), 'utf8')).toContain('it needs Windows 10')
    expect(await isUp()).toBe(false)
  })
})
