import { describe, expect, test } from 'vitest'
import { toSecret } from '@standby/bridge/settings/secret.pure.ts'
import type { SecretSettings } from '@standby/bridge/settings/secret-settings.ts'
import {
  ADDRESS,
  change,
  file,
  NAME,
  opened,
  ownFolders,
  passwordOf,
  raw,
  rewrite,
  storedIn,
  storeInMemory,
} from '../../support/fixtures/secrets.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'

ownFolders()

type Wish = (settings: SecretSettings, is: { locked: boolean; mute: boolean }) => Promise<void> | void
const takeBack = (settings: SecretSettings): void => change(settings, { password: null })

describe('Settings', () => {
  test.each<[string, Wish]>([
    ['while it is locked', async (settings, is) => ((is.locked = true), takeBack(settings), await settings.settle())],
    ['just before the end', (settings) => takeBack(settings)],
    [
      'after another one that it could not take',
      async (settings, is) => ((is.locked = true), change(settings, { password: 'other' }), await settings.settle(), takeBack(settings)),
    ],
    [
      'after another one that it did not show again',
      async (settings, is) => ((is.mute = true), change(settings, { password: 'other' }), await settings.settle(), takeBack(settings)),
    ],
  ])('[SE10] what the store could not be made to forget, %s, it forgets at the next start', async (_, wish) => {
    const { store, entries, is, asked } = storeInMemory()
    const settings = opened(store)
    change(settings, { password: 'hunter2' })
    await settings.settle()
    await wish(settings, is)
    settings.close()
    await new Promise(setImmediate)
    Object.assign(is, { locked: false, mute: false })
    const again = opened(store)
    await again.settle()
    expect([passwordOf(again), entries.size]).toEqual([null, 0])
    const before = asked()
    await opened(store).settle()
    expect(asked()).toBe(before)
  })

  test('[SE10] nobody is asked at every start to let an old password be forgotten', async () => {
    const { store, is, asked } = storeInMemory()
    const settings = opened(store)
    change(settings, { password: 'hunter2' })
    await settings.settle()
    is.locked = true
    takeBack(settings)
    await new Promise(setImmediate)
    await new Promise(setImmediate)
    settings.close()
    await opened(store).settle()
    const before = asked()
    await opened(store).settle()
    expect(asked()).toBe(before)
  })

  test('[SE12] a store that lost the password is not called locked, and is asked again at the next start', async () => {
    const { store, entries } = storeInMemory()
    const first = opened(store)
    change(first, { password: 'hunter2' })
    await first.settle()
    entries.clear()
    const lines: string[] = []
    const settings = opened(store, { log: { ...silentLog, warn: (line: string) => void lines.push(line) } as typeof silentLog })
    await settings.settle()
    expect([settings.state(), passwordOf(settings)]).toEqual(['ready', null])
    expect(lines).toEqual([expect.stringContaining('enter it again')])
    change(settings, { standbyScene: 'Break' })
    entries.set(NAME, toSecret({ text: 'hunter2', address: ADDRESS }))
    const again = opened(store)
    await again.settle()
    expect(passwordOf(again)).toBe('hunter2')
  })

  test('[SE11] STANDBY_SECRETS=file is undone by leaving it out', async () => {
    const { store, entries } = storeInMemory()
    for (const place of ['system', 'file', 'system'] as const) {
      const settings = opened(store, { place })
      if (entries.size === 0 && passwordOf(settings) === null && settings.state() === 'ready') change(settings, { password: 'hunter2' })
      await settings.settle()
    }
    expect(storedIn(entries)).toBe('hunter2')
    expect(file()).not.toContain('hunter2')
  })

  test('[SE6] the same OBS under its usual address keeps a password that is being fetched', async () => {
    const { store } = storeInMemory()
    const first = opened(store)
    change(first, { password: 'hunter2' })
    await first.settle()
    const settings = opened(store)
    change(settings, { url: 'ws://127.0.0.1:4455' })
    await settings.settle()
    expect(passwordOf(settings)).toBe('hunter2')
  })

  test('[SE12] however often a locked store is tried again, it is asked once', async () => {
    const { store, is, asked } = storeInMemory()
    const first = opened(store)
    change(first, { password: 'hunter2' })
    await first.settle()
    is.locked = true
    const settings = opened(store)
    await settings.settle()
    const before = asked()
    const tries: Promise<void>[] = []
    for (let count = 0; count < 10; count++) if (settings.state() !== 'asked') tries.push(settings.settle())
    await Promise.all(tries)
    expect([asked() - before, settings.state()]).toEqual([1, 'locked'])
  })

  test('[SE7] the system store is named in the file by a later version: nothing else is lost', () => {
    const saved = raw()
    saved.write({ ...saved.read(), tiktokUsername: 'somebody' })
    rewrite(file().replace('"passwordIn": null', '"passwordIn": "chip"'))
    expect(opened(storeInMemory().store).read().tiktokUsername).toBe('somebody')
    const settings = opened(storeInMemory().store)
    change(settings, { standbyScene: 'Break' })
    expect(file()).toContain('"chip"')
  })
})
