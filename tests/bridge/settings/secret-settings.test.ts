import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ADDRESS,
  change,
  file,
  NAME,
  opened,
  ownFolders,
  passwordOf,
  raw,
  removeFile,
  rewrite,
  storedIn,
  storeInMemory,
} from '../../support/fixtures/secrets.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'

ownFolders()

const OTHER_OBS = 'ws://192.168.1.9:4455'

describe('Settings', () => {
  test('[SE7] a password is in the file at once, and leaves it when the store holds it; all else stays', async () => {
    const { store, entries } = storeInMemory()
    const settings = opened(store)
    change(settings, { password: 'hunter2', standbyScene: 'Pause' })
    expect(file()).toContain('hunter2')
    expect(passwordOf(settings)).toBe('hunter2')
    await settings.settle()
    expect(file()).not.toContain('hunter2')
    expect(storedIn(entries)).toBe('hunter2')
    change(settings, { standbyScene: 'Break' })
    expect(settings.read().obs).toMatchObject({ password: { text: 'hunter2' }, standbyScene: 'Break' })
    expect(settings.read().obs).not.toHaveProperty('passwordIn')
    expect(file()).not.toContain('hunter2')

    let answers = 0
    const again = opened(store, { onAnswer: () => (answers += 1) })
    expect([again.state(), passwordOf(again)]).toEqual(['asked', null])
    await again.settle()
    expect([again.state(), passwordOf(again), answers]).toEqual(['ready', 'hunter2', 1])
  })

  test('[SE7] a password that an earlier version left in the file is moved', async () => {
    const { store, entries } = storeInMemory()
    const saved = raw()
    saved.write({ ...saved.read(), obs: { ...saved.read().obs, password: 'from before' } })
    const settings = opened(store)
    expect([settings.state(), passwordOf(settings)]).toEqual(['ready', 'from before'])
    await settings.settle()
    expect(storedIn(entries)).toBe('from before')
    expect(file()).not.toContain('from before')
    expect(passwordOf(settings)).toBe('from before')
  })

  test.each(['locked', 'forgetful'] as const)(
    '[SE12] with a store that is %s the password stays in the file, until another is entered',
    async (how) => {
      const { store, is, asked } = storeInMemory()
      is[how] = true
      const settings = opened(store)
      change(settings, { password: 'hunter2' })
      await settings.settle()
      expect(file()).toContain('hunter2')
      const again = opened(store)
      expect([again.state(), passwordOf(again)]).toEqual(['ready', 'hunter2'])
      const before = asked()
      is[how] = false
      await again.settle()
      change(again, { standbyScene: 'Break' })
      await again.settle()
      expect(asked()).toBe(before)
      expect(file()).toContain('hunter2')
      change(again, { password: 'hunter3' })
      await again.settle()
      expect(file()).not.toContain('hunter')
      expect(passwordOf(again)).toBe('hunter3')
    },
  )

  test('[SE12] a store that refuses the password is reported, loses nothing, and can be asked again', async () => {
    const { store, is } = storeInMemory()
    const first = opened(store)
    change(first, { password: 'hunter2' })
    await first.settle()
    is.locked = true
    let answers = 0
    const settings = opened(store, { onAnswer: () => (answers += 1) })
    await settings.settle()
    expect([settings.state(), passwordOf(settings), answers]).toEqual(['locked', null, 1])
    change(settings, { standbyScene: 'Break' })
    is.locked = false
    await settings.settle()
    expect([settings.state(), passwordOf(settings), answers]).toEqual(['ready', 'hunter2', 2])
    expect(settings.read().obs.standbyScene).toBe('Break')
  })

  test('[SE8] a password entered while the store is asked wins over what it says', async () => {
    const { store, entries } = storeInMemory()
    const first = opened(store)
    change(first, { password: 'old' })
    await first.settle()
    const told: (string | null)[] = []
    const settings = opened(store, { onAnswer: () => told.push(passwordOf(settings)) })
    const asked = settings.settle()
    await Promise.resolve()
    change(settings, { password: 'new' })
    await asked
    expect([passwordOf(settings), told]).toEqual(['new', []])
    await settings.settle()
    expect([settings.state(), passwordOf(settings), storedIn(entries)]).toEqual(['ready', 'new', 'new'])
  })

  test('[SE6][SE14] what a store has not answered yet stays with its address', async () => {
    const { store, is } = storeInMemory()
    const first = opened(store)
    change(first, { password: 'hunter2' })
    await first.settle()
    is.locked = true
    const settings = opened(store)
    change(settings, { url: OTHER_OBS })
    await settings.settle()
    expect([settings.state(), settings.awaited()]).toEqual(['locked', ADDRESS])
    is.locked = false
    await settings.settle()
    expect([settings.state(), settings.awaited(), settings.read().obs]).toMatchObject([
      'ready',
      null,
      { url: OTHER_OBS, password: { text: 'hunter2', address: ADDRESS } },
    ])
    const again = opened(store)
    await again.settle()
    expect(again.read().obs.password).toEqual({ text: 'hunter2', address: ADDRESS })
  })

  test('[SE14] a settings file put in the place of ours gives the password in the store no other address', async () => {
    const { store } = storeInMemory()
    const first = opened(store)
    change(first, { password: 'hunter2' })
    await first.settle()
    rewrite(JSON.stringify({ obs: { url: OTHER_OBS, password: null, passwordIn: 'system', passwordFor: OTHER_OBS } }))
    const settings = opened(store)
    await settings.settle()
    expect(settings.read().obs).toMatchObject({ url: OTHER_OBS, password: { text: 'hunter2', address: ADDRESS } })
  })

  test.each([
    ['in the file', { password: 'hunter2' }, null, ADDRESS],
    ['in the store', { password: null, passwordIn: 'system' }, null, ADDRESS],
    ['for the OBS that the environment names', { password: 'hunter2' }, OTHER_OBS, OTHER_OBS],
  ])('[SE14] a password from before there were addresses, %s, was for the OBS of the first start', async (_, obs, fixedUrl, address) => {
    const { store, entries, is } = storeInMemory()
    entries.set(NAME, 'hunter2')
    rewrite(JSON.stringify({ obs }))
    const settings = opened(store, { fixedUrl })
    await settings.settle()
    expect(settings.read().obs.password).toEqual({ text: 'hunter2', address })
    expect(storedIn(entries)).toBe('hunter2')
    change(settings, { url: 'ws://203.0.113.9:4455' })
    // It is noted with the file, and with the password.
    for (const locked of [true, false]) {
      is.locked = locked
      const again = opened(store, { fixedUrl: 'ws://203.0.113.8:4455' })
      await again.settle()
      expect(locked ? again.awaited() : again.read().obs.password?.address).toBe(address)
    }
  })

  test('[SE10] a password that is taken back is gone from the store, also while it is on its way there', async () => {
    const { store, entries } = storeInMemory()
    const settings = opened(store)
    change(settings, { password: 'hunter2' })
    await settings.settle()
    change(settings, { password: null })
    await settings.settle()
    expect([passwordOf(settings), entries.size]).toEqual([null, 0])

    change(settings, { password: 'hunter3' })
    await new Promise(setImmediate)
    change(settings, { password: null })
    await settings.settle()
    expect([passwordOf(settings), entries.size]).toEqual([null, 0])
  })

  test('[SE11] STANDBY_SECRETS=file brings the password back, and leaves it there', async () => {
    const { store, entries } = storeInMemory()
    const first = opened(store)
    change(first, { password: 'hunter2' })
    await first.settle()
    const settings = opened(store, { place: 'file' })
    await settings.settle()
    expect([passwordOf(settings), entries.size]).toEqual(['hunter2', 0])
    expect(file()).toContain('hunter2')
    change(settings, { password: 'hunter3' })
    await settings.settle()
    expect([passwordOf(opened(store, { place: 'file' })), entries.size]).toEqual(['hunter3', 0])
  })

  test('[SE8] whatever happens when, the last password entered is the one that is there', async () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ do: fc.constant('enter' as const), password: fc.option(fc.string({ minLength: 1, maxLength: 3 })) }),
        fc.record({
          do: fc.constantFrom('lock', 'unlock', 'settle', 'wait', 'other setting', 'end it', 'end it, file', 'kill it' as const),
        }),
      ),
      { maxLength: 25 },
    )
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        removeFile()
        const { store, is } = storeInMemory()
        let last: string | null = null
        let settings = opened(store)
        for (const step of all) {
          if ('password' in step) {
            // The same words twice are no new password, and while the store is locked nobody can tell.
            last = settings.state() === 'ready' || step.password !== null ? step.password : last
            change(settings, { password: step.password })
          } else if (step.do === 'lock' || step.do === 'unlock') is.locked = step.do === 'lock'
          else if (step.do === 'settle') await settings.settle()
          else if (step.do === 'wait') await new Promise(setImmediate)
          else if (step.do === 'other setting') change(settings, { standbyScene: `Scene ${Math.random()}` })
          else {
            settings.close()
            settings = opened(store, { place: step.do === 'end it, file' ? 'file' : 'system' })
          }
        }
        is.locked = false
        await settings.settle()
        expect(passwordOf(settings)).toBe(last)
        settings.close()
        const again = opened(store)
        await again.settle()
        expect(passwordOf(again)).toBe(last)
      }),
      { numRuns: 300 },
    )
  })

  test('[SE7] the password is in no line of the log', async () => {
    const lines: unknown[] = []
    const log = {
      ...silentLog,
      info: (...line: unknown[]) => void lines.push(line),
      warn: (...line: unknown[]) => void lines.push(line),
    } as typeof silentLog
    const { store, is } = storeInMemory()
    const settings = opened(store, { log })
    change(settings, { password: 'hunter2' })
    await settings.settle()
    is.locked = true
    change(settings, { password: 'hunter3' })
    await settings.settle()
    expect(lines.length).toBeGreaterThan(1)
    expect(JSON.stringify(lines)).not.toContain('hunter')
  })

  test('[SE15] the keys of the ways are kept as OBS’s password is, each in an entry of its own', async () => {
    const { store, entries, is } = storeInMemory()
    const settings = opened(store)
    const studio = { text: '{"secret":"of the studio"}', address: 'LIVE Studio' }
    const signKey = { text: 'a-sign-key', address: 'https://sign.example' }
    settings.write({ ...settings.read(), studio, signKey })
    expect(file()).toContain('a-sign-key')
    await settings.settle()
    expect(file()).not.toMatch(/a-sign-key|of the studio/)
    expect([...entries.keys()].sort()).toEqual(['signKey of the tests', 'studio of the tests'])
    change(settings, { standbyScene: 'Break' })
    expect(settings.read()).toMatchObject({ studio, signKey })

    const again = opened(store)
    expect([again.isAsking(), again.state(), again.read().signKey]).toEqual([true, 'ready', null])
    await again.settle()
    expect([again.isAsking(), again.read().signKey, again.read().studio]).toEqual([false, signKey, studio])
    again.write({ ...again.read(), signKey: null })
    await again.settle()
    expect([...entries.keys()]).toEqual(['studio of the tests'])
    is.locked = true
    again.write({ ...again.read(), signKey })
    await again.settle()
    expect(file()).toContain('a-sign-key')
  })

  test('[SE16] a locked store is asked once for all secrets, and once more when a person wants that', async () => {
    const { store, is, asked } = storeInMemory()
    const first = opened(store)
    change(first, { password: 'hunter2' })
    first.write({ ...first.read(), studio: { text: 'studio', address: 'a' }, signKey: { text: 'sign', address: 'b' } })
    await first.settle()
    is.locked = true
    const settings = opened(store)
    const before = asked()
    await settings.settle()
    expect([asked() - before, settings.state(), settings.isAsking()]).toEqual([1, 'locked', false])
    is.locked = false
    await settings.settle()
    expect([passwordOf(settings), settings.read().signKey?.text, settings.read().studio?.text]).toEqual(['hunter2', 'sign', 'studio'])
  })
})
