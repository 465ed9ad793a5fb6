import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SOCKET_PLACES } from '@standby/bridge/server/limits.ts'
import { isThisComputer, networkOf } from '@standby/bridge/server/network-of.ts'
import { createPlaces, type Places } from '@standby/bridge/server/places.ts'

const { here, elsewhere, each } = SOCKET_PLACES
const from = (address: string) => ({ address, isThisComputer: false })
/** How many of so many get in. */
const admitted = (places: Places, count: number, address: (n: number) => string, isThisComputer = false): number =>
  Array.from({ length: count }, (_, n) => places.take({ address: address(n), isThisComputer })).filter((one) => one !== null).length

describe('Limits and attackers', () => {
  test.each([
    ['192.168.1.5', '192.168.1.5'],
    ['::ffff:192.168.1.5', '192.168.1.5'],
    ['::ffff:c0a8:105', '192.168.1.5'],
    ['::FFFF:C0A8:0105', '192.168.1.5'],
    ['0:0:0:0:0:ffff:192.168.1.5', '192.168.1.5'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['fe80::abcd:1', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
    ['64:ff9b::1.2.3.4', '64:ff9b:0:0'],
    ['', ''],
  ])('[SC22] the address %j counts as %j', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  test.each<[string | undefined, string | undefined, boolean]>([
    ['127.0.0.1', '127.0.0.1', true],
    ['127.9.8.7', '127.0.0.1', true],
    ['::ffff:127.0.0.1', '::ffff:127.0.0.1', true],
    ['::ffff:7f00:1', '::1', true],
    ['::1', '::1', true],
    // A page on this computer that was opened by its address in the network.
    ['192.168.1.5', '192.168.1.5', true],
    ['192.168.1.6', '192.168.1.5', false],
    ['::ffff:192.168.1.6', '::ffff:192.168.1.5', false],
    ['1270::1', '2001:db8::1', false],
    ['128.0.0.1', '192.168.1.5', false],
    [undefined, undefined, false],
  ])('[SC22] a socket from %j to %j is from this computer: %j', (remoteAddress, localAddress, expected) => {
    expect(isThisComputer({ remoteAddress, localAddress })).toBe(expected)
  })

  test('[SC22] one other computer has 40 places, however its address is written, and all have 300', () => {
    const places = createPlaces(SOCKET_PLACES)
    const written = ['192.168.1.5', '::ffff:192.168.1.5', '::ffff:c0a8:105']
    expect(admitted(places, each + 10, (n) => written[n % 3]!)).toBe(each)
    expect(admitted(places, each + 10, (n) => `2001:db8:1:2::${n.toString(16)}`)).toBe(each)
    expect(admitted(places, 1_000, (n) => `10.0.${n % 250}.1`)).toBe(elsewhere - 2 * each)
    expect(places.take(from('10.9.9.9'))).toBeNull()
    // This computer's own are others.
    expect(admitted(places, here + 10, () => '127.0.0.1', true)).toBe(here)
    expect(places.take({ address: '127.0.0.1', isThisComputer: true })).toBeNull()
  })

  test('[SC22] over random comings and goings no limit is passed, and a place given back is there again', () => {
    const limits = { here: 5, elsewhere: 6, each: 3 }
    const step = fc.record({
      address: fc.constantFrom('here', '10.0.0.1', '::ffff:10.0.0.1', '10.0.0.2', 'fe80::1', 'fe80::2'),
      leave: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const places = createPlaces(limits)
        const held: { network: string; giveBack: () => void }[] = []
        const countOf = (network: string): number => held.filter((one) => one.network === network).length
        for (const { address, leave } of steps) {
          const network = address === 'here' ? address : networkOf(address)
          if (leave) {
            const index = held.findIndex((one) => one.network === network)
            if (index >= 0) held.splice(index, 1)[0]!.giveBack()
            continue
          }
          const others = held.length - countOf('here')
          const isFree = network === 'here' ? countOf('here') < limits.here : others < limits.elsewhere && countOf(network) < limits.each
          const giveBack = places.take({ address, isThisComputer: network === 'here' })
          expect(giveBack !== null).toBe(isFree)
          if (giveBack !== null) held.push({ network, giveBack })
        }
      }),
    )
  })
})
