import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, afterEach, expect, test } from 'vitest'
import { openLog } from '@standby/bridge/log.ts'

const dir = mkdtempSync(join(tmpdir(), 'standby-log-'))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('Supply chain and files', () => {
  test('[SU11] a value under the name of a secret is not logged, however deep, and all others are', () => {
    const { log } = openLog(dir, 'info')
    const names = [
      'password',
      'signApiKey',
      'signKey',
      'secret',
      'credentials',
      'apiKey',
      'sessionId',
      'sessionid',
      'cookie',
      'authorization',
      'token',
      'readToken',
      'controlToken',
    ]
    const secrets = Object.fromEntries(names.map((name) => [name, `hidden-${name}`]))
    const inHeaders = { 'x-api-key': 'hidden-header' }
    log.info(
      { ...secrets, ...inHeaders, obs: { ...secrets, url: 'ws://127.0.0.1:4455' }, headers: inHeaders, given: { settings: secrets } },
      'set',
    )
    const text = readFileSync(join(dir, 'logs', 'standby.log'), 'utf8')
    expect(text).not.toContain('hidden-')
    expect(JSON.parse(text)).toMatchObject({ msg: 'set', password: '(secret)', obs: { token: '(secret)', url: 'ws://127.0.0.1:4455' } })
  })
})
