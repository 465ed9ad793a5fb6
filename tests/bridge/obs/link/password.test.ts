import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSameAddress } from '@standby/bridge/obs/link/address.ts'
import { obsAccess, type ObsPassword } from '@standby/bridge/obs/link/password.ts'

const MINE = 'ws://127.0.0.1:4455'
const THEIRS = 'ws://203.0.113.9:4455'
const saved: ObsPassword = { text: 'saved', address: MINE }

describe('Settings', () => {
  test.each([
    ['ws://localhost:4455', MINE],
    ['ws://[::1]:4455', MINE],
    ['ws://LOCALHOST:4455/', MINE],
    [' ws://127.0.0.1:4455// ', MINE],
    ['WS://127.0.0.1:04455', MINE],
    ['ws://127.1:4455', MINE],
    ['ws://2130706433:4455', MINE],
    ['ws://[::ffff:127.0.0.1]:4455', MINE],
    ['ws:\\\\127.0.0.1:4455', MINE],
    ['ws://Studio-PC', 'ws://studio-pc:80/'],
    ['wss://studio-pc:443', 'wss://studio-pc'],
    ['ws://１２７.0.0.1:4455', MINE],
  ])('[SE14] %s is the OBS at %s', (one, other) => {
    expect([isSameAddress(one, other), isSameAddress(other, one)]).toEqual([true, true])
  })

  test.each([
    ['ws://127.0.0.1:4456', MINE],
    ['wss://127.0.0.1:4455', MINE],
    ['ws://127.0.0.2:4455', MINE],
    ['ws://localhost.evil.example:4455', MINE],
    ['ws://127.0.0.1.evil.example:4455', MINE],
    ['ws://evil.example/127.0.0.1:4455', MINE],
    ['ws://127.0.0.1:4455/other', MINE],
    ['ws://127.0.0.1:4455@evil.example', MINE],
    ['ws://127.0.0.1:4455\\@evil.example', MINE],
    ['ws://127.0.0.1:4455?x', MINE],
    ['http://127.0.0.1:4455', MINE],
    ['', ''],
    ['nonsense', 'nonsense'],
  ])('[SE14] %j is not the OBS at %j', (one, other) => {
    expect([isSameAddress(one, other), isSameAddress(other, one)]).toEqual([false, false])
  })

  test('[SE14] a password goes to the address it was given for, wherever the two came from', () => {
    const nothing = { url: null, password: null }
    expect(obsAccess({ password: saved }, nothing)).toMatchObject({ url: MINE, password: 'saved', isFixed: false, elsewhere: null })
    expect(obsAccess({ url: 'ws://localhost:4455', password: saved }, nothing)).toMatchObject({ password: 'saved' })
    expect(obsAccess({ url: THEIRS, password: saved }, nothing)).toMatchObject({ url: THEIRS, password: null, elsewhere: MINE })
    expect(obsAccess({ password: saved }, { url: THEIRS, password: null })).toMatchObject({ password: null, elsewhere: MINE })
    // The environment's is for the address beside it, or for the usual one.
    expect(obsAccess({ url: THEIRS, password: null }, { url: null, password: 'env' })).toMatchObject({ password: null, elsewhere: MINE })
    expect(obsAccess({ url: THEIRS, password: { text: 'theirs', address: THEIRS } }, { url: null, password: 'env' })).toMatchObject({
      password: 'theirs',
      isFixed: false,
    })
    expect(obsAccess({ url: THEIRS, password: saved }, { url: MINE, password: 'env' })).toMatchObject({ password: 'env', isFixed: true })
    expect(obsAccess({ password: null }, { url: null, password: 'env' })).toMatchObject({ url: MINE, password: 'env', isFixed: true })
    // That none is wanted is said for the address beside it too.
    expect(obsAccess({ password: saved }, { url: null, password: '' })).toMatchObject({ password: '', isFixed: true, elsewhere: null })
  })

  test('[SE14] over any mix of addresses and passwords none goes to an address that it was not given for', () => {
    const address = fc.constantFrom(MINE, 'ws://localhost:4455/', THEIRS, 'ws://evil.example', 'wss://127.0.0.1:4455', null)
    const text = fc.option(fc.constantFrom('one', 'two'))
    fc.assert(
      fc.property(address, address, address, text, text, (url, fixedUrl, given, inFile, inEnvironment) => {
        const password = inFile === null ? null : { text: inFile, address: given ?? MINE }
        const access = obsAccess({ url, password }, { url: fixedUrl, password: inEnvironment })
        if (access.password === null) return
        const sources = [
          { text: inEnvironment, address: fixedUrl ?? MINE },
          { text: inFile, address: given ?? MINE },
        ]
        expect(sources.some((one) => one.text === access.password && isSameAddress(one.address, access.url))).toBe(true)
      }),
    )
  })
})
