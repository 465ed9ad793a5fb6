import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { secretName, systemSecretStore } from '@standby/bridge/store/secret-store.ts'

let dir = ''
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'standby-helper-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function storeWith(helper: string, patienceMs = 20_000) {
  const file = join(dir, 'helper.mjs')
  writeFileSync(file, helper)
  return systemSecretStore({ helper: file, patienceMs })
}

test('[SE8] what the store says, or that it refuses, comes through, and the secret is in no argument', async () => {
  const echo = `process.once('message', (question) => {
    const isVisible = process.argv.join().includes('hunter2') || Object.values(process.env).join().includes('hunter2')
    if (question.name === 'locked') process.send({ error: 'The collection is locked' })
    else process.send({ secret: question.act === 'get' ? 'told ' + isVisible : null })
    process.disconnect()
  })`
  const store = storeWith(echo)
  await store.set('open', 'hunter2')
  expect(await store.get('open')).toBe('told false')
  // By the time this process looks, the helper has answered and ended.
  const asked = store.get('open')
  await new Promise((resolve) => setTimeout(resolve, 5))
  const until = performance.now() + 700
  while (performance.now() < until);
  expect(await asked).toBe('told false')
  for (const ask of [() => store.get('locked'), () => store.set('locked', 'hunter2'), () => store.delete('locked')]) {
    await expect(ask()).rejects.toThrow('The collection is locked')
  }
})

test('[SE8] a store that hangs is given up, one that crashes is said, and this process goes on', async () => {
  await expect(storeWith('setInterval(() => undefined, 1000)', 500).get('any')).rejects.toThrow('did not answer within 0.5 s')
  await expect(storeWith('process.abort()').get('any')).rejects.toThrow('ended with SIGABRT')
  await expect(storeWith('throw new Error("no such package")').set('any', 'hunter2')).rejects.toThrow('ended with 1')
})

test('[SE7] each data directory has an entry of its own, the same however its path is written', () => {
  expect(secretName('a')).not.toBe(secretName('b'))
  expect(secretName(join('a', '..', 'b'))).toBe(secretName('b'))
})
