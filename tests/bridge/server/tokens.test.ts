import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openTokens, type TokenOptions } from '@standby/bridge/server/tokens.ts'
import { TOKEN_PATTERN } from '@standby/bridge/server/token-kinds.ts'
import { newDataDir } from '../../support/peers/bridge.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'

function tokens(options: Partial<TokenOptions> = {}) {
  const file = options.file ?? join(newDataDir(), 'tokens.json')
  return { file, ...openTokens({ file, fixed: { read: null, control: null }, log: silentLog, now: () => 42, ...options }) }
}

describe('Access', () => {
  test('[AC15] two different random tokens are readable by their owner only and survive a restart', () => {
    const first = tokens()
    expect(first.current('read')).toMatch(TOKEN_PATTERN)
    expect(first.current('read')).not.toBe(first.current('control'))
    if (process.platform !== 'win32') expect(statSync(first.file).mode & 0o777).toBe(0o600)
    const again = tokens({ file: first.file })
    expect([again.current('read'), again.current('control')]).toEqual([first.current('read'), first.current('control')])
    expect(tokens().current('read')).not.toBe(first.current('read'))
  })

  test('[AC15] each is known for what it is, and nothing like it', () => {
    const { kindOf, current } = tokens()
    expect(kindOf(current('read'))).toBe('read')
    expect(kindOf(current('control'))).toBe('control')
    for (const wrong of ['', current('read').slice(0, -1), `${current('read')}x`, current('control').toUpperCase()]) {
      expect(kindOf(wrong)).toBeNull()
    }
  })

  test('[AC16] a replaced token ends at once, the other one stays, and listeners are called', () => {
    const { kindOf, current, replace, onReplaced, file } = tokens()
    const [oldRead, control] = [current('read'), current('control')]
    const told: string[] = []
    const stop = onReplaced((kind) => told.push(kind))
    expect(replace('read')).toBe('ok')
    expect(kindOf(oldRead)).toBeNull()
    expect(kindOf(current('read'))).toBe('read')
    expect(kindOf(control)).toBe('control')
    stop()
    replace('control')
    expect(told).toEqual(['read'])
    expect(readFileSync(file, 'utf8')).not.toContain(oldRead)
  })

  test('[AC21] one that the environment gives is used, and not replaced here', () => {
    const given = 'given-by-the-environment-1'
    const { kindOf, replace, isFixed, file } = tokens({ fixed: { read: null, control: given } })
    expect(kindOf(given)).toBe('control')
    expect([isFixed('read'), isFixed('control')]).toEqual([false, true])
    expect(replace('control')).toBe('fixed')
    expect(kindOf(given)).toBe('control')
    expect(readFileSync(file, 'utf8')).not.toContain(given)
  })

  test('[AC15] a file that cannot be read gives new tokens rather than weak ones', () => {
    const file = join(newDataDir(), 'tokens.json')
    writeFileSync(file, '{"read":"short","control":""}')
    const { current, kindOf } = tokens({ file })
    expect(current('read')).toMatch(TOKEN_PATTERN)
    expect(kindOf('')).toBeNull()
    expect(kindOf('short')).toBeNull()
  })
})
