import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, afterEach, beforeEach, expect, test } from 'vitest'
import { DEFAULT_OVERLAY, OVERLAY_THEMES } from '@standby/shared/settings/overlay-settings.ts'
import { DEFAULT_OBS_AUTOMATION } from '@standby/shared/settings/obs-settings.ts'
import { REFUSAL_TEXTS } from '@standby/shared/words/refusals.ts'
import { openLog } from '@standby/bridge/log.ts'
import { openTokens } from '@standby/bridge/server/tokens.ts'
import { diskFailureOf } from '@standby/bridge/store/disk-failure.ts'
import { openJournal } from '@standby/bridge/store/journal.ts'
import { folderOpenToOthers, sweepUnfinished } from '@standby/bridge/store/private-file.ts'
import { openSettings } from '@standby/bridge/settings/file.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'

let dir = ''
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'standby-settings-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const at = (name = 'settings.json'): string => join(dir, name)
const openAt = (file: string) => openSettings(file, () => 42, silentLog)

describe('Storage', () => {
  test('[ST5] what was written is read again after a restart', () => {
    const settings = openAt(at())
    expect(settings.read()).toMatchObject({
      tiktokUsername: null,
      obs: { enabled: true, url: null, password: null, standbyScene: null, ...DEFAULT_OBS_AUTOMATION },
      history: { days: 30, megabytes: null },
    })
    const wanted = {
      ...settings.read(),
      tiktokUsername: 'ada',
      history: { days: 90, megabytes: 2_000 },
      obs: {
        enabled: false,
        url: 'ws://127.0.0.1:4456',
        password: 'hunter2',
        passwordFor: 'ws://127.0.0.1:4456',
        passwordIn: null,
        hasLeftover: false,
        standbyScene: 'Pause ⚡',
        ...DEFAULT_OBS_AUTOMATION,
        mode: 'source' as const,
        handsOffScenes: ['Ending'],
      },
    }
    settings.write(wanted)
    expect(openAt(at()).read()).toEqual(wanted)
    expect(readdirSync(dir)).toEqual(['settings.json'])
  })

  test.skipIf(process.platform === 'win32')('[ST1] the settings file is readable by its owner only', () => {
    openAt(at()).write(openAt(at()).read())
    expect((statSync(at()).mode & 0o777).toString(8)).toBe('600')
  })

  test.each([
    ['no JSON', '{"tiktokUsername": "ada", '],
    ['a wrong type', '{"tiktokUsername": 7}'],
    ['a wrong shape', '[]'],
  ])('[ST6] settings that cannot be read (%s) are set aside, never lost', (_what, text) => {
    writeFileSync(at(), text)
    const settings = openAt(at())
    expect(settings.read().tiktokUsername).toBeNull()
    expect(readFileSync(at('settings.json.unreadable-42'), 'utf8')).toBe(text)
  })
})

describe('Settings', () => {
  test('[SE1] what a newer version has saved stays in the file, whatever is changed by this one', () => {
    const newer = {
      tiktokUsername: 'ada',
      voice: { on: true },
      obs: { mode: 'source', replay: 'on' },
      overlay: { theme: 'neon', scale: 1.5, parts: { clock: { on: true }, chat: { on: false, corner: 'centre' } } },
    }
    writeFileSync(at(), JSON.stringify(newer))
    const settings = openAt(at())
    const { overlay } = settings.read()
    expect(overlay).toEqual({
      ...DEFAULT_OVERLAY,
      scale: 1.5,
      parts: { ...DEFAULT_OVERLAY.parts, chat: { on: false, corner: 'bottom-left' } },
    })
    settings.write({ ...settings.read(), tiktokUsername: 'bob' })
    settings.write({
      ...settings.read(),
      overlay: { ...overlay, mirrored: true, parts: { ...overlay.parts, chat: { on: true, corner: 'bottom-left' } } },
    })
    expect(JSON.parse(readFileSync(at(), 'utf8'))).toMatchObject({
      tiktokUsername: 'bob',
      voice: { on: true },
      obs: { mode: 'source', replay: 'on' },
      overlay: { theme: 'neon', scale: 1.5, mirrored: true, parts: { clock: { on: true }, chat: { on: true, corner: 'centre' } } },
    })
    settings.write({ ...settings.read(), overlay: { ...settings.read().overlay, theme: 'minimal' } })
    expect(openAt(at()).read().overlay).toMatchObject({ theme: 'minimal', mirrored: true })
  })

  test('[SE1] a setting of OBS that a newer version saves differently counts as its default, alone', () => {
    const obs = {
      enabled: 'auto',
      mode: 'replay',
      handsOffScenes: 'all',
      cutTransitions: 1,
      dryRun: true,
      standbyScene: 'Pause',
      sourceName: '',
    }
    writeFileSync(at(), JSON.stringify({ tiktokUsername: 'ada', obs, history: { days: 'all' } }))
    const settings = openAt(at())
    const read = settings.read()
    expect(read).toMatchObject({
      tiktokUsername: 'ada',
      obs: { ...DEFAULT_OBS_AUTOMATION, enabled: true, dryRun: true, standbyScene: 'Pause', sourceName: '' },
      history: { days: 30, megabytes: null },
    })
    settings.write({ ...read, obs: { ...read.obs, dryRun: false } })
    expect(JSON.parse(readFileSync(at(), 'utf8'))).toMatchObject({ obs: { ...obs, dryRun: false } })
  })

  test('[SE1] whatever is written is read again, over any file of before', () => {
    const theme = fc.constantFrom(...OVERLAY_THEMES)
    const names = fc.array(fc.record({ id: fc.string({ minLength: 1, maxLength: 5 }), name: fc.constant('x') }), { maxLength: 3 })
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('overlay', 'moderation', 'other', '__proto__'), fc.jsonValue()),
        theme,
        names,
        (before, wanted, hiddenUsers) => {
          writeFileSync(at(), JSON.stringify(before))
          const settings = openAt(at())
          const next = {
            ...settings.read(),
            overlay: { ...DEFAULT_OVERLAY, theme: wanted },
            moderation: { hiddenUsers, blockedWords: ['a'] },
          }
          settings.write(next)
          expect(openAt(at()).read()).toEqual(next)
          // JSON knows no -0.
          const { other } = JSON.parse(JSON.stringify(before)) as { other?: unknown }
          if ('other' in before) expect(JSON.parse(readFileSync(at(), 'utf8'))).toMatchObject({ other })
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('Storage', () => {
  test('[ST7] settings of an earlier version get what is new by default', () => {
    writeFileSync(at(), '{"tiktokUsername": "ada"}')
    expect(openAt(at()).read()).toMatchObject({ tiktokUsername: 'ada', obs: { enabled: true } })
  })

  test.each([
    [
      { days: 99_999, megabytes: 1 },
      { days: 3_650, megabytes: 50 },
    ],
    [{ days: 0 }, { days: 1, megabytes: null }],
  ])('[ST7] an out-of-range time to keep LIVEs (%j) is moved into its range, not set to the default', (history, read) => {
    writeFileSync(at(), JSON.stringify({ tiktokUsername: 'ada', history }))
    expect(openAt(at()).read()).toMatchObject({ tiktokUsername: 'ada', history: read })
  })

  test.each<[string, Buffer]>([
    ['a byte-order mark', Buffer.from('\ufeff{"tiktokUsername":"ada"}')],
    ['UTF-16', Buffer.from('\ufeff{"tiktokUsername":"ada"}', 'utf16le')],
    ['NULs at its end', Buffer.concat([Buffer.from('{"tiktokUsername":"ada"}'), Buffer.alloc(4_096)])],
  ])('[ST20] a file with %s is read as it is', (_, bytes) => {
    writeFileSync(at(), bytes)
    const settings = openAt(at())
    expect([settings.read().tiktokUsername, settings.problem()]).toEqual(['ada', null])
    expect(readdirSync(dir)).toEqual(['settings.json'])
  })

  test('[ST20] what is there and cannot be read is left as it is and never written over', () => {
    mkdirSync(at())
    const settings = openAt(at())
    expect(settings.problem()).toMatch(/settings\.json cannot be read now .* left as it is/)
    expect(() => settings.write({ ...settings.read(), tiktokUsername: 'ada' })).toThrow()
    expect(statSync(at()).isDirectory()).toBe(true)
    expect(readdirSync(dir)).toEqual(['settings.json'])
  })

  test.each([
    ['half written', '{"tiktok'],
    ['nothing', ''],
    ['zeros', '\u0000'.repeat(200)],
    ['a list', '[]'],
    ['a text', 'hello'],
  ])('[ST20][ST21] a file of %s is set aside, and the sentence says under which name', (_, text) => {
    writeFileSync(at(), text)
    expect(openAt(at()).problem()).toContain(`${at()}.unreadable-42`)
    expect(readFileSync(`${at()}.unreadable-42`, 'utf8')).toBe(text)
  })

  test('[ST19] without a folder, or with a file in its place, the defaults are used without a word', () => {
    writeFileSync(at('file'), 'mine')
    for (const file of [at('none/settings.json'), at('file/settings.json'), at(`${'x'.repeat(300)}/settings.json`)]) {
      const settings = openAt(file)
      expect([settings.read().tiktokUsername, settings.problem()]).toEqual([null, null])
    }
    expect(readFileSync(at('file'), 'utf8')).toBe('mine')
  })

  test('[ST19] log, journal and tokens go on without a folder, and the journal says what is wrong', () => {
    writeFileSync(at('file'), 'mine')
    const { log, problem } = openLog(at('file'), 'info')
    log.info('said to nobody')
    expect(problem).toMatch(/no log/)
    const journal = openJournal({ file: at('file/standby.db'), newEpoch: () => 'e', log: silentLog })
    expect(journal.problem()).toMatch(/cannot be used .* stay in memory/)
    journal.close()
    const tokens = openTokens({ file: at('file/tokens.json'), fixed: { read: null, control: null }, log: silentLog, now: () => 42 })
    expect(tokens.current('read')).toMatch(/^[\w-]{24,}$/)
    sweepUnfinished(at('file/settings.json'))
    expect(folderOpenToOthers(at('file/deeper'))).toBeNull()
    expect(readFileSync(at('file'), 'utf8')).toBe('mine')
  })
})

describe('API', () => {
  test.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EROFS', 'disk-read-only'],
    ['EACCES', 'disk-read-only'],
    ['EPERM', 'disk-read-only'],
    ['EBUSY', 'disk-busy'],
    ['EMFILE', 'disk-busy'],
    ['ENOENT', 'disk-gone'],
    ['EIO', 'disk-gone'],
    ['ESTALE', 'disk-gone'],
    ['ENOTDIR', 'disk-no-folder'],
    ['EISDIR', 'disk-no-folder'],
    ['ENAMETOOLONG', 'disk-no-folder'],
  ])('[AP10] %s of a file is %s, and of anything else nothing', (code, failure) => {
    const error = (more: object): Error => Object.assign(new Error(code), { code, ...more })
    expect(diskFailureOf(error({ syscall: 'open', path: '/x' }))).toBe(failure)
    expect(diskFailureOf(error({}))).toBeNull()
    expect(diskFailureOf(error({ syscall: 'connect', address: '127.0.0.1' }))).toBeNull()
    expect(REFUSAL_TEXTS[diskFailureOf(error({ syscall: 'write' })) ?? 'internal']).toMatch(/^This was not saved: .* The LIVE goes on\.$/)
  })

  test('[AP10] an error that is no file’s is none, whatever it is', () => {
    for (const odd of [
      null,
      undefined,
      'ENOSPC',
      { code: 'ENOSPC' },
      new Error('x'),
      Object.assign(new Error('x'), { code: 28, syscall: 'write' }),
    ])
      expect(diskFailureOf(odd)).toBeNull()
  })
})
