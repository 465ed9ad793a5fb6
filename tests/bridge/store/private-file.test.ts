import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openLog } from '@standby/bridge/log.ts'
import { folderOpenToOthers, NoPlainFile, openPrivateFile, sweepUnfinished, writePrivateFile } from '@standby/bridge/store/private-file.ts'
import { openJournal } from '@standby/bridge/store/journal.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'

let dir = ''
const at = (name: string): string => join(dir, name)
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'standby-private-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** What somebody else may not lose, and who shows us to it. */
function linkedTo(name: string): string {
  mkdirSync(join(dir, 'elsewhere'), { recursive: true })
  const victim = at('elsewhere/victim')
  writeFileSync(victim, 'precious')
  symlinkSync(victim, at(name))
  return victim
}

const mode = (file: string): string => (statSync(file).mode & 0o777).toString(8)
const isWindows = process.platform === 'win32'

describe('Storage', () => {
  describe('a file of our own', () => {
    test('[ST17] is written under a name that nobody knows beforehand, and leaves nothing else', () => {
      // Where the name could be known, a folder in its place would stop it.
      mkdirSync(at('settings.json.new'))
      writePrivateFile(at('settings.json'), 'one')
      writePrivateFile(at('settings.json'), 'two')
      expect(readFileSync(at('settings.json'), 'utf8')).toBe('two')
      expect(readdirSync(dir).sort()).toEqual(['settings.json', 'settings.json.new'])
      if (!isWindows) expect(mode(at('settings.json'))).toBe('600')
    })

    test.skipIf(isWindows)('[ST17] is put in the place of a link, and what that leads to stays as it is', () => {
      const victim = linkedTo('settings.json')
      linkedTo('tokens.json.new')
      writePrivateFile(at('settings.json'), 'secret')
      writePrivateFile(at('tokens.json'), 'secret')
      expect(readFileSync(victim, 'utf8')).toBe('precious')
      expect(lstatSync(at('settings.json')).isFile()).toBe(true)
    })

    test('[ST17] that cannot be put in its place leaves no copy of what was to be in it', () => {
      mkdirSync(at('settings.json'))
      expect(() => writePrivateFile(at('settings.json'), 'secret')).toThrow()
      expect(readdirSync(dir)).toEqual(['settings.json'])
    })

    test('[ST17] that a crash left half written is taken away at the next start, and nothing else is', () => {
      const stay = ['settings.json', 'settings.json.unreadable-42', 'other.0123456789abcdef.new', 'settings.json.mine.new']
      const go = ['settings.json.0123456789abcdef.new', 'settings.json.new']
      for (const name of [...stay, ...go]) writeFileSync(at(name), 'secret')
      sweepUnfinished(at('settings.json'))
      expect(readdirSync(dir).sort()).toEqual([...stay].sort())
    })

    test.skipIf(isWindows)('[ST17] log and database do not follow a link, and say so or put it out of the way', () => {
      mkdirSync(at('logs'))
      const victim = linkedTo('logs/standby.log')
      openLog(dir, 'info').log.info('a line')
      expect(readFileSync(victim, 'utf8')).toBe('precious')
      expect(readFileSync(at('logs/standby.log'), 'utf8')).toContain('a line')
      expect(mode(at('logs/standby.log'))).toBe('600')

      linkedTo('standby.db')
      const journal = openJournal({ file: at('standby.db'), newEpoch: () => 'e', log: silentLog })
      expect(journal.problem()).toContain('it is a link to another place')
      journal.append('ada', 'room', [])
      journal.close()
      expect(readFileSync(victim, 'utf8')).toBe('precious')
      expect(existsSync(at('elsewhere/victim-wal'))).toBe(false)
      expect(() => openPrivateFile(at('logs'))).toThrow(NoPlainFile)
    })

    test.skipIf(isWindows)('[ST18] a folder that others can write to is found, and one above it that lets them replace it', () => {
      const data = at('above/data')
      mkdirSync(data, { recursive: true, mode: 0o700 })
      chmodSync(at('above'), 0o755)
      expect(folderOpenToOthers(data)).toBeNull()
      for (const [bits, found] of [
        [0o770, data],
        [0o702, data],
        [0o1777, data],
        [0o755, null],
      ] as const) {
        chmodSync(data, bits)
        expect([bits.toString(8), folderOpenToOthers(data)]).toEqual([bits.toString(8), found])
      }
      chmodSync(at('above'), 0o777)
      expect(folderOpenToOthers(data)).toBe(at('above'))
      expect(folderOpenToOthers(at('above/not/there/yet'))).toBe(at('above'))
      // In such as /tmp everybody has a place of their own, and nobody another's.
      chmodSync(at('above'), 0o1777)
      expect(folderOpenToOthers(data)).toBeNull()
    })

    test.skipIf(isWindows)('[ST18] such a folder is found behind a link too', () => {
      mkdirSync(at('open/data'), { recursive: true, mode: 0o700 })
      chmodSync(at('open'), 0o777)
      symlinkSync(at('open/data'), at('link'))
      expect(folderOpenToOthers(at('link'))).toBe(realpathSync(at('open')))
      expect(folderOpenToOthers(at('link/not/yet'))).toBe(realpathSync(at('open')))
    })

    test.skipIf(process.getuid?.() !== 0)('[ST18] a folder above that is another account’s, or of another group, is found', () => {
      mkdirSync(at('theirs/data'), { recursive: true, mode: 0o700 })
      chmodSync(at('theirs'), 0o755)
      expect(folderOpenToOthers(at('theirs/data'))).toBeNull()
      chownSync(at('theirs'), 1234, 0)
      expect(folderOpenToOthers(at('theirs/data'))).toBe(at('theirs'))
      chownSync(at('theirs'), 0, 1234)
      chmodSync(at('theirs'), 0o775)
      expect(folderOpenToOthers(at('theirs/data'))).toBe(at('theirs'))
    })

    test.skipIf(isWindows)('[ST17] that is a second name of somebody’s file is not opened, and that file stays as it is', () => {
      writeFileSync(at('victim'), 'precious', { mode: 0o644 })
      linkSync(at('victim'), at('log'))
      expect(() => openPrivateFile(at('log'))).toThrow(NoPlainFile)
      expect([readFileSync(at('victim'), 'utf8'), mode(at('victim'))]).toEqual(['precious', '644'])
    })
  })
})
