import { describe, expect, test } from 'vitest'
import { hostsCommand, webName } from '@standby/shared/web-names.ts'

describe('Access', () => {
  test.each([
    ['127.0.0.1.nip.io', '127.0.0.1.nip.io'],
    [' Overlay.Standby.TEST ', 'overlay.standby.test'],
    ['a-b.example', 'a-b.example'],
    [`${`${'a'.repeat(63)}.`.repeat(3)}${'b'.repeat(61)}`, `${`${'a'.repeat(63)}.`.repeat(3)}${'b'.repeat(61)}`],
  ])('[AC30] %j is a name', (text, name) => expect(webName(text)).toBe(name))

  test.each([
    'localhost',
    'my.localhost',
    '127.0.0.1',
    '192.168.1.5',
    '0x7f.0.0.1',
    '1.0x7f',
    '[::1]',
    '::1',
    'overlay',
    'overlay.test:80',
    'http://overlay.test',
    'overlay.test/dock',
    'overlay.test.',
    '.test',
    '*.test',
    'a b.test',
    'über.test',
    '-a.test',
    '"; rm -rf /; ".test',
    'a.test\n127.0.0.1 b.test',
    `${'a'.repeat(64)}.test`,
    `${'a.'.repeat(127)}test`,
    `${`${'a'.repeat(63)}.`.repeat(3)}${'b'.repeat(62)}`,
    '',
  ])('[AC30] %j is none', (text) => expect(webName(text)).toBeNull())

  test('[AC30] the command for the hosts file is one line with that name and 127.0.0.1', () => {
    expect(hostsCommand('overlay.standby.test', 'windows')).toBe(
      'Add-Content "$env:SystemRoot\\System32\\drivers\\etc\\hosts" "`n127.0.0.1 overlay.standby.test"',
    )
    expect(hostsCommand('overlay.standby.test', 'other')).toBe('echo "127.0.0.1 overlay.standby.test" | sudo tee -a /etc/hosts')
  })
})
