import { fork } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newDataDir } from '../support/peers/bridge.ts'

const MAIN = join(import.meta.dirname, '../../bridge/start.mjs')
/** Tells which parts of Node are loaded at the moment the addresses are printed. */
const TELL = `data:text/javascript,${encodeURIComponent(`
  const write = process.stdout.write
  process.stdout.write = function (text, ...rest) {
    if (String(text).includes('/overlay')) process.send(process.moduleLoadList)
    return write.call(this, text, ...rest)
  }
`)}`

describe('Bridge', () => {
  test('[BR19] a start that answers has not loaded what only requests to others need', async () => {
    const own = { STANDBY_DATA_DIR: newDataDir(), STANDBY_PORT: '0', STANDBY_SECRETS: 'file', OBS_WEBSOCKET_URL: 'ws://127.0.0.1:1' }
    const child = fork(MAIN, [], {
      execArgv: ['--import', TELL],
      env: { ...process.env, ...own },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    try {
      const loaded = await new Promise<string[]>((resolve, reject) => {
        child.once('message', (list) => resolve(list as string[]))
        child.once('exit', (code) => reject(new Error(`it ended with ${code}`)))
      })
      expect(loaded).toContain('NativeModule http')
      // Node's own client for HTTP/2 and WebSockets: 50 ms.
      expect(loaded.filter((name) => name.includes('undici'))).toEqual([])
    } finally {
      child.kill('SIGKILL')
    }
  })
})
