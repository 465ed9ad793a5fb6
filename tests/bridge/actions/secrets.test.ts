import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openActionSecrets, type ActionSecrets } from '@standby/bridge/actions/secrets.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'
import { storeInMemory } from '../../support/fixtures/secrets.ts'

let dir = ''
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'standby-actions-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const NAME = 'secrets of the tests'
const BOT = 'ws://127.0.0.1:8080'
const path = (): string => join(dir, 'action-secrets.json')
const file = (): string => readFileSync(path(), 'utf8')
const open = (store: ReturnType<typeof storeInMemory>['store'], place: 'system' | 'file' = 'system'): ActionSecrets =>
  openActionSecrets({ file: path(), store, name: NAME, place, log: silentLog })
const known = (secrets: ActionSecrets, owner: string, address = BOT): string | null => {
  const found = secrets.get(owner, address)
  return found.state === 'known' ? found.text : null
}

describe('Actions', () => {
  test('[AN22] a secret is in a private file at once, and leaves it when the system’s store holds it', async () => {
    const { store, entries } = storeInMemory()
    const secrets = open(store)
    secrets.set('streamerbot', { text: 'hunter2', address: BOT })
    expect(known(secrets, 'streamerbot')).toBe('hunter2')
    expect(file()).toContain('hunter2')
    if (process.platform !== 'win32') expect(statSync(path()).mode & 0o777).toBe(0o600)
    await secrets.settle()
    expect(file()).not.toContain('hunter2')
    expect(entries.get(NAME)).toContain('hunter2')
    secrets.set('action a', { text: 'second', address: 'https://h' })
    await secrets.settle()
    expect(file()).not.toMatch(/hunter2|second/)

    const again = open(store)
    expect(again.get('streamerbot', BOT).state).toBe('locked')
    await again.settle()
    expect([known(again, 'streamerbot'), known(again, 'action a', 'https://h')]).toEqual(['hunter2', 'second'])
  })

  test('[AN22] a secret is given for its own address only, and a forgotten one is nowhere', async () => {
    const { store, entries } = storeInMemory()
    const secrets = open(store)
    secrets.set('streamerbot', { text: 'hunter2', address: BOT })
    await secrets.settle()
    expect(secrets.get('streamerbot', 'ws://evil.example').state).toBe('none')
    expect(secrets.get('sammi', BOT).state).toBe('none')
    secrets.set('streamerbot', null)
    await secrets.settle()
    expect(entries.size).toBe(0)
    expect(file()).not.toContain('hunter2')
    expect(known(secrets, 'streamerbot')).toBeNull()
  })

  test.each(['locked', 'forgetful'] as const)('[AN22] with a store that is %s secrets stay in the file', async (how) => {
    const { store, is, asked } = storeInMemory()
    is[how] = true
    const secrets = open(store)
    secrets.set('sammi', { text: 'hunter2', address: 'http://h' })
    await secrets.settle()
    expect(file()).toContain('hunter2')
    expect(known(secrets, 'sammi', 'http://h')).toBe('hunter2')
    const before = asked()
    await secrets.settle()
    expect(asked()).toBe(before)
  })

  test('[AN22] while the store is locked nothing is lost, and all is there when it is open', async () => {
    const { store, is, entries } = storeInMemory()
    const first = open(store)
    first.set('streamerbot', { text: 'one', address: BOT })
    await first.settle()
    is.locked = true
    const secrets = open(store)
    await secrets.settle()
    expect(secrets.isLocked()).toBe(true)
    secrets.set('sammi', { text: 'two', address: 'http://h' })
    await secrets.settle()
    expect(known(secrets, 'sammi', 'http://h')).toBe('two')
    is.locked = false
    await secrets.settle()
    expect([known(secrets, 'streamerbot'), known(secrets, 'sammi', 'http://h'), secrets.isLocked()]).toEqual(['one', 'two', false])
    expect(JSON.parse(entries.get(NAME) ?? '')).toMatchObject({ streamerbot: { text: 'one' }, sammi: { text: 'two' } })
  })

  test('[AN22] one that is forgotten while the store is locked is not kept there for ever', async () => {
    const { store, is, entries } = storeInMemory()
    const first = open(store)
    first.set('streamerbot', { text: 'one', address: BOT })
    await first.settle()
    is.locked = true
    const secrets = open(store)
    await secrets.settle()
    secrets.set('streamerbot', null)
    await secrets.settle()
    expect([secrets.isLocked(), secrets.get('streamerbot', BOT).state]).toEqual([false, 'none'])
    is.locked = false
    secrets.set('sammi', { text: 'two', address: 'http://h' })
    await secrets.settle()
    expect(JSON.parse(entries.get(NAME) ?? '')).toEqual({ sammi: { text: 'two', address: 'http://h' } })
  })

  test('[AN22] without a secret the store is never asked; in a file they come back out of it', async () => {
    const { store, asked, entries } = storeInMemory()
    await open(store).settle()
    expect(asked()).toBe(0)
    const secrets = open(store)
    secrets.set('sammi', { text: 'two', address: 'http://h' })
    await secrets.settle()
    const out = open(store, 'file')
    await out.settle()
    expect(file()).toContain('two')
    expect(entries.size).toBe(0)
  })
})
