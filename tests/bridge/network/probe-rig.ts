import { createProbe, type ProbeResult } from '@standby/bridge/network/probe.ts'
import type { Target } from '@standby/bridge/network/targets.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { scriptedNet } from './scripted-net.ts'

export const TIKTOK: Target = { host: 'tiktok.example', port: 443, role: 'upstream' }
export const SIGN: Target = { host: 'sign.example', port: 8443, role: 'upstream' }
export const ONE: Target = { host: 'one.example', port: 53, role: 'neutral' }
export const TWO: Target = { host: 'two.example', port: 53, role: 'neutral' }
export const ADDRESS = { tiktok: '192.0.2.1', sign: '192.0.2.2', one: '192.0.2.3', two: '192.0.2.4' } as const
export const TIKTOK_SIX = '2001:db8::1'

/** Lets everything that is ready run. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A probe on a network that does what it is told, at a time that stands still until told. */
export function setUp(targets: readonly Target[] = [TIKTOK, SIGN, ONE, TWO]) {
  const clock = fakeClock()
  const net = scriptedNet()
  const { probe, learn } = createProbe({ targets, clock, dial: net.dial, resolve: net.resolve, timeoutMs: 1_500 })
  const later = async (ms: number): Promise<void> => {
    const until = clock.now() + ms
    while (clock.now() < until) {
      clock.advanceTo(Math.min(until, clock.nextDueAt() ?? until))
      await settle()
    }
    await settle()
  }
  const begin = async (signal = new AbortController().signal) => {
    const begun: { result: ProbeResult | null | 'running' } = { result: 'running' }
    void probe(signal).then((result) => (begun.result = result))
    await settle()
    return begun
  }
  const all = (told: 'ok' | 'hang' | 'ENETUNREACH'): void => {
    for (const [name, address] of Object.entries(ADDRESS)) {
      net.name(`${name}.example`, told === 'ok' ? [address] : told === 'hang' ? 'hang' : 'EAI_AGAIN')
      net.address(address, told)
    }
  }
  /** A probe that knows all names, on a line that then does as told. */
  const learned = async (told: 'hang' | 'ENETUNREACH') => {
    all('ok')
    await learn()
    net.lookedUp.length = 0
    all(told)
  }
  return { clock, net, probe, learn, later, begin, all, learned }
}
