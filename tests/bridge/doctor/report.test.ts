import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reportText, withoutPrivate, withoutPrivateParts } from '@standby/bridge/doctor/report.ts'
import { data, obs } from '@standby/bridge/doctor/verdicts.ts'

const HIDDEN = { home: '/home/maya', account: 'maya', secrets: ['hunter2'] }

describe('Doctor', () => {
  test('[DO8] the home directory becomes ~, the account name leaves other paths, similar words stay', () => {
    expect(withoutPrivate('/home/maya/.local/share/Standby', HIDDEN)).toBe('~/.local/share/Standby')
    expect(withoutPrivate('/mnt/backup/Maya/x and C:\\Users\\maya', HIDDEN)).toBe('/mnt/backup/…/x and C:\\Users\\…')
    expect(withoutPrivate('the scene maya', HIDDEN)).toBe('the scene maya')
    const windows = { home: 'C:\\Users\\Maya Smith', account: 'Maya Smith', secrets: [] }
    expect(withoutPrivate('C:\\Users\\Maya Smith\\AppData', windows)).toBe('~\\AppData')
  })

  test('[DO8] whatever a secret is, none is in the report', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, maxLength: 40 }), fc.string(), (secret, around) => {
        fc.pre(!'…'.includes(secret))
        expect(withoutPrivate(around + secret + around, { home: '', account: '', secrets: [secret] })).not.toContain(secret)
      }),
    )
  })

  test('[DO8] the checks themselves are as clean as the report, in every language', () => {
    const found = data({ folder: '/home/maya/Standby', state: { code: 'EACCES' }, freeBytes: null, openFile: null, openFolder: null })
    const [clean] = withoutPrivateParts([found], HIDDEN)
    expect(clean).toMatchObject({ params: { folder: '~/Standby' }, verdict: 'fail' })
    expect(JSON.stringify(clean)).not.toContain('maya')
  })

  test('[DO9] the report has a line for each check, and what to do below those that need it', () => {
    const facts = { url: 'ws://127.0.0.1:4455', hasPassword: false, version: null, standbyScene: 'Standby', sceneExists: null }
    const lines = reportText([
      data({ folder: '~/Standby', state: 'writable', freeBytes: 9e9, openFile: null, openFolder: null }),
      obs({ ...facts, state: 'wrong-password' }),
    ]).split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatch(/^ok +Data directory +~\/Standby, 9\.0 GB free$/)
    expect(lines[1]).toMatch(/^FAIL +OBS +OBS asks for a password, and Standby has none\.$/)
    expect(lines[2]).toMatch(/^ +→ In OBS: Tools/)
  })
})
