import { describe, expect, test } from 'vitest'
import { readerOf } from '@standby/bridge/tikfinity/origins.pure.ts'

const HOST = 'localhost:21213'
const ALLOWED = ['https://widgets.example']

describe('TikFinity’s socket', () => {
  test.each([undefined, 'null', 'file://', 'http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:8080', 'https://localhost'])(
    '[TF4] the origin %s is this computer’s own and may read',
    (origin) => {
      for (const host of [HOST, '127.0.0.1:21213', '[::1]:21213']) expect(readerOf({ host, origin }, [])).toEqual({ as: 'local' })
    },
  )

  test('[TF4] a web page may read once its origin is allowed, and only that one', () => {
    const ask = (origin: string) => readerOf({ host: HOST, origin }, ALLOWED)
    expect(ask('https://widgets.example')).toEqual({ as: 'allowed' })
    for (const origin of [
      'http://widgets.example',
      'https://widgets.example:8443',
      'https://a.widgets.example',
      'https://widgets.example.evil.example',
    ]) {
      expect(ask(origin)).toEqual({ as: 'refused', origin })
    }
    for (const origin of ['', 'chrome-extension://abc', 'javascript:alert(1)', 'http://']) {
      expect(ask(origin)).toEqual({ as: 'refused', origin: null })
    }
    expect(ask('http://localhost.evil.example')).toMatchObject({ as: 'refused' })
    expect(ask('http://127.0.0.1.evil.example')).toMatchObject({ as: 'refused' })
  })

  test.each(['widgets.example:21213', 'evil.example', '', undefined, '192.168.1.5:21213'])(
    '[TF5] a client that asks for %s is refused: a name on the internet can point here',
    (host) => {
      expect(readerOf({ host, origin: undefined }, ALLOWED)).toEqual({ as: 'refused', origin: null })
      expect(readerOf({ host, origin: 'https://widgets.example' }, ALLOWED)).toEqual({ as: 'refused', origin: null })
    },
  )
})
