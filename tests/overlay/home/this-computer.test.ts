import type { ComputerView } from '@standby/shared/computer.ts'
import { cleanup, fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { en } from '../../../overlay/src/i18n/en.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'
import { home } from '../../support/browser/home.ts'

const PACKAGE: ComputerView = {
  version: '0.1.0',
  node: '26.10.0',
  isPackage: true,
  builtAt: 1_000,
  autostart: false,
  hasWindow: false,
  releases: 'https://example.org/latest.json',
  looksWeekly: false,
  found: null,
}
const CHECKOUT: ComputerView = { ...PACKAGE, isPackage: false, builtAt: null, autostart: null, releases: null, looksWeekly: null }
const button = (name: string) => screen.getByRole('button', { name })

describe('Packages', () => {
  test.each([
    ['English', en],
    ['French', fr],
  ] as const)('[PK15] in %s it quits with a second tap, and then says how to start it again', async (_language, catalogue) => {
    const { api, settle } = await home('live', { '/api/computer': PACKAGE }, catalogue)
    await fireEvent.click(button(catalogue.computer.quit))
    expect(api.sent).toEqual([])
    await fireEvent.click(button(catalogue.computer.quitSure))
    await settle()
    expect(api.sent).toEqual([{ path: '/api/computer/quit', body: {} }])
    expect(screen.getByText(catalogue.computer.ended)).toBeTruthy()
    expect(screen.queryByRole('button', { name: catalogue.computer.quit })).toBeNull()
  })

  test('[PK15] starting with the computer is off, switched here, and shown as the answer says', async () => {
    const { commands, settle } = await home('live', { '/api/computer': PACKAGE })
    const toggle = screen.getByRole('switch', { name: en.computer.autostart })
    expect(toggle.getAttribute('aria-checked')).toBe('false')
    commands.answer({ '/api/computer/autostart': { ...PACKAGE, autostart: true } })
    await fireEvent.click(toggle)
    await settle()
    expect(commands.sent).toEqual([{ path: '/api/computer/autostart', body: { on: true } }])
    expect(toggle.getAttribute('aria-checked')).toBe('true')
  })

  test('[PK14][PK15] the address is shown before a look for a new version, which only a press begins', async () => {
    const { commands, settle } = await home('live', { '/api/computer': PACKAGE })
    expect(screen.getByText(en.computer.asks('https://example.org/latest.json'))).toBeTruthy()
    expect(screen.getByText(en.computer.old)).toBeTruthy()
    expect(commands.sent).toEqual([])
    const newer = { version: '0.2.0', isNewer: true, page: 'https://example.org/', changes: ['Gifts come <first>.'] }
    commands.answer({ '/api/computer/new-version': newer })
    await fireEvent.click(button(en.computer.look))
    await settle()
    expect(screen.getByText(en.computer.newer('0.2.0'))).toBeTruthy()
    expect(screen.getByText('Gifts come <first>.')).toBeTruthy()
    expect(screen.getByRole('link', { name: en.computer.get }).getAttribute('href')).toBe('https://example.org/')
    commands.answer({ '/api/computer/new-version': { ...newer, version: '0.1.0', isNewer: false } })
    await fireEvent.click(button(en.computer.look))
    await settle()
    expect(screen.getByText(en.computer.newest)).toBeTruthy()
  })

  test('[PK19] the weekly look is off until it is switched on here', async () => {
    const { commands, settle } = await home('live', { '/api/computer': PACKAGE })
    const toggle = screen.getByRole('switch', { name: en.computer.weekly })
    expect(toggle.getAttribute('aria-checked')).toBe('false')
    commands.answer({ '/api/computer/weekly-look': { ...PACKAGE, looksWeekly: true } })
    await fireEvent.click(toggle)
    await settle()
    expect(commands.sent).toEqual([{ path: '/api/computer/weekly-look', body: { on: true } }])
    expect(toggle.getAttribute('aria-checked')).toBe('true')
  })

  test('[PK19] what a look by itself has found is there when the page opens, and old news is not', async () => {
    const found = { version: '0.2.0', isNewer: true, page: 'https://example.org/', changes: [] }
    await home('live', { '/api/computer': { ...PACKAGE, found } })
    expect(screen.getByText(en.computer.newer('0.2.0'))).toBeTruthy()
    cleanup()
    await home('live', { '/api/computer': { ...PACKAGE, found: { ...found, isNewer: false } } })
    expect(screen.queryByText(en.computer.newest)).toBeNull()
  })

  test('[PK15] what changed is a click away; on Windows the page says what closing the window does', async () => {
    await home('live', { '/api/computer': { ...PACKAGE, hasWindow: true } })
    expect(screen.getByRole('link', { name: en.computer.changes }).getAttribute('href')).toBe('/changes')
    expect(screen.getByText(en.computer.window)).toBeTruthy()
    cleanup()
    await home('live', { '/api/computer': PACKAGE })
    expect(screen.queryByText(en.computer.window)).toBeNull()
  })

  test('[PK15] a checkout shows its version and quits; it offers no start, no look and no licence file', async () => {
    await home('live', { '/api/computer': CHECKOUT })
    expect(screen.getByText(en.computer.version('0.1.0'))).toBeTruthy()
    expect(button(en.computer.quit)).toBeTruthy()
    expect(screen.queryByRole('switch', { name: en.computer.autostart })).toBeNull()
    expect(screen.queryByRole('button', { name: en.computer.look })).toBeNull()
    expect(screen.queryByRole('link', { name: en.computer.licences })).toBeNull()
    expect(screen.getByText(en.computer.connector)).toBeTruthy()
  })
})
