import { describe, expect, test } from 'vitest'
import { browserPreferences } from '../../../overlay/src/parts/preferences.ts'

describe('Dock', () => {
  test('[DK43] a browser that keeps nothing is no trouble', () => {
    const refusing = browserPreferences(() => {
      throw new DOMException('denied', 'SecurityError')
    })
    refusing.write('open.obs', 'no')
    expect(refusing.read('open.obs')).toBeNull()
    const kept = new Map<string, string>()
    const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) }
    const preferences = browserPreferences(() => storage as unknown as Storage)
    preferences.write('scheme', 'light')
    expect([preferences.read('scheme'), [...kept.keys()]]).toEqual(['light', ['standby.dock.scheme']])
  })
})
