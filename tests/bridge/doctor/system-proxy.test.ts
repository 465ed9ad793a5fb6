import { describe, expect, test } from 'vitest'
import { ofGnome, ofMacos, ofWindows } from '@standby/bridge/doctor/system-proxy.pure.ts'

const windows = (enabled: number, more: string): string => `
HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings
    User Agent    REG_SZ    Mozilla/4.0
    ProxyEnable    REG_DWORD    0x${enabled}
${more}`
const server = (value: string): string => `    ProxyServer    REG_SZ    ${value}\r\n`

describe('Doctor', () => {
  test.each([
    ['a plain one', windows(1, server('proxy.lan:3128')), 'proxy.lan:3128'],
    ['switched off', windows(0, server('proxy.lan:3128')), null],
    ['one for each protocol', windows(1, server('http=one:1;https=two:2;socks=three:3')), 'two:2'],
    ['SOCKS alone', windows(1, server('socks=three:3')), 'three:3'],
    ['with a name and password', windows(1, server('http://me:secret@proxy.lan:3128/')), 'proxy.lan:3128'],
    ['a script', windows(0, '    AutoConfigURL    REG_SZ    http://wpad/x.pac'), 'automatic'],
    ['nothing', '', null],
  ])('[DO18] the registry of Windows: %s', (_what, answer, expected) => {
    expect(ofWindows(answer)).toBe(expected)
  })

  test.each([
    ['HTTPS', '<dictionary> {\n  HTTPEnable : 0\n  HTTPSEnable : 1\n  HTTPSPort : 8080\n  HTTPSProxy : proxy.lan\n}', 'proxy.lan:8080'],
    ['SOCKS', '<dictionary> {\n  SOCKSEnable : 1\n  SOCKSPort : 1080\n  SOCKSProxy : 127.0.0.1\n}', '127.0.0.1:1080'],
    ['a script', '<dictionary> {\n  ProxyAutoConfigEnable : 1\n}', 'automatic'],
    ['none', '<dictionary> {\n  HTTPSEnable : 0\n  HTTPSProxy : old.lan\n}', null],
  ])('[DO18] scutil of macOS: %s', (_what, answer, expected) => {
    expect(ofMacos(answer)).toBe(expected)
  })

  test.each([
    [
      'by hand',
      "org.gnome.system.proxy mode 'manual'\norg.gnome.system.proxy.https host 'proxy.lan'\norg.gnome.system.proxy.https port 8080",
      'proxy.lan:8080',
    ],
    [
      'by hand, and empty',
      "org.gnome.system.proxy mode 'manual'\norg.gnome.system.proxy.https host ''\norg.gnome.system.proxy.https port 0",
      null,
    ],
    [
      'none',
      "org.gnome.system.proxy mode 'none'\norg.gnome.system.proxy.https host 'old.lan'\norg.gnome.system.proxy.https port 8080",
      null,
    ],
    ['a script', "org.gnome.system.proxy mode 'auto'", 'automatic'],
  ])('[DO18] GNOME’s settings: %s', (_what, answer, expected) => {
    expect(ofGnome(answer)).toBe(expected)
  })
})
