import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { readConfig } from '@standby/bridge/config.ts'
import { createCore, type Core } from '@standby/bridge/core.ts'
import { lookAtData, lookAtDatabase, lookAtSettings } from '@standby/bridge/doctor/look-data.ts'
import { openTokens } from '@standby/bridge/server/tokens.ts'
import { createCardFiles } from '@standby/bridge/show/card-files.ts'
import { diskFailureOf } from '@standby/bridge/store/disk-failure.ts'
import { whileBusy } from '@standby/bridge/store/while-busy.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'
import { chat } from '../../support/fixtures/events.ts'
import { newDataDir } from '../../support/peers/bridge.ts'

const ends: (() => unknown)[] = []
afterEach(() =>
  ends
    .splice(0)
    .reverse()
    .forEach((end) => end()),
)

/** Every file and folder of ours in the data folder. */
const FILES = [
  'settings.json',
  'tokens.json',
  'standby.db',
  'standby.db-wal',
  'standby.db-shm',
  'logs',
  'logs/standby.log',
  'card',
  'pages',
]

const GARBAGE = Buffer.from('\u0000\u0001 not what it should be \ufffd')
const VALID: Record<string, string> = {
  'settings.json': '{"tiktokUsername":"ada"}',
  'tokens.json': JSON.stringify({ read: 'r'.repeat(32), control: 'c'.repeat(32) }),
}
const textOf = (file: string): string => VALID[file] ?? 'text'

/** Puts something else in the place of a file. */
const FAULTS: Record<string, (path: string, file: string) => void> = {
  'a folder in its place': (path) => mkdirSync(path),
  'a folder with something in it': (path) => {
    mkdirSync(path)
    writeFileSync(join(path, 'mine'), 'mine')
  },
  nothing: (path) => writeFileSync(path, ''),
  zeros: (path) => writeFileSync(path, Buffer.alloc(9_000)),
  garbage: (path) => writeFileSync(path, GARBAGE),
  'half of it': (path, file) => writeFileSync(path, textOf(file).slice(0, 9)),
  'a list': (path) => writeFileSync(path, '[]'),
  'a link to nowhere': (path) => symlinkSync('/nowhere/at/all', path),
  'a link in a circle': (path) => symlinkSync(path, path),
}

interface Started {
  core: Core
  problems: string[]
}

/** As a start opens them, and a look of the doctor besides. */
function start(dataDir: string): Started {
  const read = readConfig({ STANDBY_DATA_DIR: dataDir, STANDBY_SECRETS: 'file' })
  if (!read.ok) throw new Error(read.errors.join())
  lookAtData(dataDir)
  lookAtDatabase(join(dataDir, 'standby.db'), 99)
  lookAtSettings(dataDir)
  const { core, store } = createCore(read.config, () => 0)
  ends.push(() => void store.stop?.())
  const tokens = openTokens({ file: join(dataDir, 'tokens.json'), fixed: { read: null, control: null }, log: silentLog, now: () => 42 })
  const problems = [core.journal.problem(), core.settings.problem(), tokens.problem(), core.logProblem].filter((one) => one !== null)
  return { core, problems }
}

/** A show goes on, whatever the disk does; a request that fails says how. */
async function showGoesOn({ core }: Started, dataDir: string): Promise<void> {
  expect(core.journal.append('ada', 'room', [chat('1', 'hello')])).toHaveLength(1)
  core.log.info('a line')
  const saves: (() => unknown)[] = [
    () => core.settings.write({ ...core.settings.read(), tiktokUsername: 'bob' }),
    () => createCardFiles(join(dataDir, 'card')).receive('backdrop', 'a.png', pictureOf()),
  ]
  for (const save of saves) {
    const error = await Promise.resolve()
      .then(save)
      .then(
        () => null,
        (thrown: unknown) => thrown,
      )
    if (error !== null) expect([error, diskFailureOf(error)]).toEqual([error, expect.stringMatching(/^disk-/)])
  }
}

async function* pictureOf(): AsyncGenerator<Uint8Array> {
  await Promise.resolve()
  yield Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(100)])
}

describe('Storage', () => {
  describe.each(FILES)('%s is', (file) => {
    test.each(Object.keys(FAULTS))('[ST23] %s: it starts, says what is wrong, and the show goes on', async (fault) => {
      const dataDir = newDataDir()
      const path = join(dataDir, file)
      mkdirSync(dirname(path), { recursive: true })
      FAULTS[fault]!(path, file)
      const started = start(dataDir)
      for (const problem of started.problems) expect(problem).toMatch(/^[^\n]+\.$/)
      await showGoesOn(started, dataDir)
      // What was there is there, or was set aside.
      if (fault === 'garbage' && !file.startsWith('standby.db-')) {
        const kept = readdirSync(dirname(path)).map((name) => join(dirname(path), name))
        const bytes = kept.filter((one) => statSync(one).isFile()).map((one) => readFileSync(one))
        expect(bytes.some((one) => one.subarray(0, GARBAGE.length).equals(GARBAGE))).toBe(true)
      }
      if (fault === 'a folder with something in it') expect(existsSync(join(path, 'mine'))).toBe(true)
    })
  })

  test.each(['settings.json', 'tokens.json'])('[ST22] %s is read as an editor leaves it, and set aside if it makes no sense', (file) => {
    const written = textOf(file)
    const ways = [
      Buffer.from(`\ufeff${written}`),
      Buffer.from(`\ufeff${written}`, 'utf16le'),
      Buffer.concat([Buffer.from(written), Buffer.alloc(99)]),
    ]
    for (const bytes of ways) {
      const dataDir = newDataDir()
      writeFileSync(join(dataDir, file), bytes)
      expect(start(dataDir).problems).toEqual([])
      expect(readFileSync(join(dataDir, file))).toEqual(bytes)
      expect(lookAtSettings(dataDir).state).toBe(file === 'settings.json' ? 'fine' : 'new')
    }
    const dataDir = newDataDir()
    writeFileSync(join(dataDir, file), GARBAGE)
    const { problems } = start(dataDir)
    expect(problems.join()).toContain(`${file}.unreadable-`)
    const aside = readdirSync(dataDir).find((name) => name.startsWith(`${file}.unreadable-`))!
    expect(readFileSync(join(dataDir, aside))).toEqual(GARBAGE)
  })

  test('[ST22] tokens that cannot be read now are left as they are, and none is written over them', () => {
    const dataDir = newDataDir()
    mkdirSync(join(dataDir, 'tokens.json'))
    const tokens = openTokens({ file: join(dataDir, 'tokens.json'), fixed: { read: null, control: null }, log: silentLog, now: () => 42 })
    expect(tokens.problem()).toMatch(/cannot be read now .* serve until Standby stops/)
    expect(() => tokens.replace('read')).toThrow()
    expect(readdirSync(dataDir)).toEqual(['tokens.json'])
  })

  describe.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)('a disk of its own', () => {
    function disk(options: string): string {
      const point = newDataDir()
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', point])
      ends.unshift(() => execFileSync('umount', ['-l', point]))
      return point
    }

    test.each([
      ['read-only', 'ro', /cannot be used \(.*read-only|EROFS/],
      ['full', 'size=4k', /cannot be used|no longer be saved|no log/],
      ['without room for another file', 'size=1m,nr_inodes=2', /cannot be used|no log/],
    ])('[ST23] %s: it starts in memory and says so', async (_, options, said) => {
      const dataDir = disk(options)
      const started = start(dataDir)
      await showGoesOn(started, dataDir)
      expect([...started.problems, started.core.journal.problem()].join('\n')).toMatch(said)
    })
  })

  test('[ST25] what holds a file for a moment is waited for, and what holds it for good is told', () => {
    let tries = 0
    const busy = (): Error => Object.assign(new Error('EBUSY'), { code: 'EBUSY', syscall: 'rename' })
    const work = (freeAfter: number) => (): string => {
      tries += 1
      if (tries <= freeAfter) throw busy()
      return 'done'
    }
    const isBusy = (error: unknown): boolean => diskFailureOf(error) === 'disk-busy'
    expect(whileBusy(work(2), isBusy)).toBe('done')
    tries = 0
    expect(() => whileBusy(work(9), isBusy)).toThrow('EBUSY')
    expect(tries).toBe(5)
  })
})
