import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, afterEach, beforeEach, expect, test } from 'vitest'
import { secretName, systemSecretStore } from '@standby/bridge/settings/secret-store.ts'
import { waitFor } from '../../support/wait.ts'

let dir = ''
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'standby-helper-'))))
// A helper that is ending may still write there.
afterEach(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }))

function storeWith(helper: string, patienceMs = 20_000) {
  const file = join(dir, 'helper.mjs')
  writeFileSync(file, helper)
  return systemSecretStore({ helper: file, patienceMs })
}

describe('Settings', () => {
  test('[SE13] what the store says, or that it refuses, comes through, and the secret is in no argument', async () => {
    const ended = (name: string): string => join(dir, `ended-${name}`)
    const echo = `import { writeFileSync } from 'node:fs'
  process.once('message', (question) => {
    const isVisible = process.argv.join().includes('hunter2') || Object.values(process.env).join().includes('hunter2')
    if (question.name === 'locked') process.send({ error: 'The collection is locked' })
    else process.send({ secret: question.act === 'get' ? 'told ' + isVisible : null })
    process.disconnect()
    process.once('exit', () => writeFileSync(${JSON.stringify(ended(''))} + question.name, ''))
  })`
    const store = storeWith(echo)
    await store.set('open', 'hunter2')
    expect(await store.get('open')).toBe('told false')
    // By the time this process looks, the helper has answered and ended.
    const asked = store.get('late')
    await turn()
    const begunAt = performance.now()
    while (!existsSync(ended('late')) && performance.now() - begunAt < 20_000);
    // The last it does is to say so.
    const saidAt = performance.now()
    while (performance.now() - saidAt < 100);
    expect(await asked).toBe('told false')
    for (const ask of [() => store.get('locked'), () => store.set('locked', 'hunter2'), () => store.delete('locked')]) {
      await expect(ask()).rejects.toThrow('The collection is locked')
    }
  })

  test('[SE13] a store that hangs is given up, one that crashes is said, and this process goes on', async () => {
    await expect(storeWith('setInterval(() => undefined, 1000)', 500).get('any')).rejects.toThrow('did not answer within 0.5 s')
    await expect(storeWith('process.abort()').get('any')).rejects.toThrow('ended with SIGABRT')
    await expect(storeWith('throw new Error("no such package")').set('any', 'hunter2')).rejects.toThrow('ended with 1')
  })

  test('[SE13] who is asked ends with the one who asks, before it can change anything late', async () => {
    const store = storeWith('setInterval(() => undefined, 1000)')
    const asked = store.set('any', 'hunter2')
    store.close()
    await expect(asked).rejects.toThrow('Standby ended')
  })

  test.runIf(process.platform === 'linux')(
    '[SE13] the real helper ends when the one who asked is gone, whatever its store is at',
    async () => {
      // A desktop's bus that takes the call and never says a word.
      const sockets: Socket[] = []
      const bus = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1')
      await once(bus, 'listening')
      const { port } = bus.address() as AddressInfo
      const env = { ...process.env, DBUS_SESSION_BUS_ADDRESS: `tcp:host=127.0.0.1,port=${port}` }
      const child = fork(fileURLToPath(import.meta.resolve('@standby/bridge/settings/secret-helper.ts')), [], { execArgv: [], env })
      const ended = once(child, 'exit')
      child.send({ act: 'get', name: 'any' })
      await waitFor(() => sockets.length > 0, { what: 'the helper to ask the bus', timeoutMs: 20_000 })
      child.disconnect()
      expect(await ended).toEqual([null, 'SIGKILL'])
      for (const socket of sockets) socket.destroy()
      bus.close()
    },
  )

  test('[SE7] each data directory has an entry of its own, the same however its path is written', () => {
    expect(secretName('a')).not.toBe(secretName('b'))
    expect(secretName(join('a', '..', 'b'))).toBe(secretName('b'))
  })
})
