import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DEFAULT_OBS_AUTOMATION } from '@standby/shared/protocol.ts'
import { openSettings } from '@standby/bridge/store/settings.ts'
import { silentLog } from '../../support/silent-log.ts'

let dir = ''
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'standby-settings-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const at = (name = 'settings.json'): string => join(dir, name)
const openAt = (file: string) => openSettings(file, () => 42, silentLog)

test('[ST5] what was written is read again after a restart', () => {
  const settings = openAt(at())
  expect(settings.read()).toEqual({
    tiktokUsername: null,
    obs: { enabled: true, url: null, password: null, standbyScene: null, ...DEFAULT_OBS_AUTOMATION },
  })
  const wanted = {
    tiktokUsername: 'ada',
    obs: {
      enabled: false,
      url: 'ws://127.0.0.1:4456',
      password: 'hunter2',
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

test('[ST7] settings of an earlier version get what is new by default', () => {
  writeFileSync(at(), '{"tiktokUsername": "ada"}')
  expect(openAt(at()).read()).toMatchObject({ tiktokUsername: 'ada', obs: { enabled: true } })
})
