import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Target } from '@standby/bridge/network/targets.ts'
import { evidenceText, isCertain, verdict, type Answer, type Evidence, type Verdict } from '@standby/bridge/network/verdict.pure.ts'

const ok: Answer = { outcome: 'ok', ms: 12 }
const unasked: Answer = { outcome: 'unasked' }
const failed = (code: string): Answer => ({ outcome: 'failed', code, ms: 3 })
const noName = failed('EAI_AGAIN')
const refused = failed('ECONNREFUSED')

const seen = (role: Target['role'], dns: Answer, tcp: Answer): Evidence => ({
  target: { host: `${role}.example`, port: 443, role },
  dns,
  tcp,
})
const upstream = (dns: Answer, tcp: Answer): Evidence => seen('upstream', dns, tcp)
const neutral = (dns: Answer, tcp: Answer): Evidence => seen('neutral', dns, tcp)

describe('Network probe', () => {
  test.each<[string, Evidence[], Verdict]>([
    ['TikTok answers', [upstream(ok, ok), neutral(ok, ok)], 'reachable'],
    ['one of TikTok and sign service answers', [upstream(ok, refused), upstream(ok, ok)], 'reachable'],
    ['TikTok answers, neutral hosts do not', [upstream(ok, ok), neutral(ok, refused), neutral(noName, unasked)], 'reachable'],
    ['an address answers', [upstream(unasked, ok)], 'reachable'],
    ['only a neutral host answers', [upstream(ok, refused), upstream(noName, unasked), neutral(ok, refused), neutral(ok, ok)], 'upstream'],
    ['nothing answers', [upstream(ok, failed('ENETUNREACH')), neutral(ok, failed('no answer'))], 'network'],
    ['no name can be looked up', [upstream(noName, unasked), neutral(noName, unasked)], 'network'],
    ['nothing answers and no neutral host is configured', [upstream(ok, refused)], 'network'],
    ['there is nothing to ask', [], 'network'],
  ])('[NP1] %s: %s', (_, evidence, expected) => {
    expect(verdict(evidence)).toBe(expected)
  })

  test.each<[string, Evidence[], Verdict]>([
    [
      'every name fails, a neutral address answers',
      [upstream(noName, unasked), upstream(noName, unasked), neutral(unasked, ok)],
      'network',
    ],
    ['one name works', [upstream(noName, unasked), upstream(ok, refused), neutral(unasked, ok)], 'upstream'],
    ['only addresses are asked', [upstream(unasked, refused), neutral(unasked, ok)], 'upstream'],
    ['the remembered address answers, its name is dead', [upstream(noName, ok), neutral(noName, ok)], 'network'],
  ])('[NP2] without a name service it is the network: %s', (_, evidence, expected) => {
    expect(verdict(evidence)).toBe(expected)
  })

  const answer = fc.constantFrom<Answer>(ok, refused, unasked)
  const finding = fc
    .record({ role: fc.constantFrom('upstream', 'neutral'), dns: answer, tcp: answer, settled: fc.boolean() })
    .map(({ role, dns, tcp, settled }) => ({ ...seen(role, dns, tcp), settled }))

  test('[NP3] once it is certain, whatever is still out cannot change the verdict', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(finding, answer, answer), { minLength: 1, maxLength: 6 }), (searches) => {
        const now = searches.map(([one]) => one)
        // Only what is certain counts as a run, and fast-check fails where it draws too few of those.
        fc.pre(isCertain(now))
        const later = searches.map(([one, dns, tcp]) => {
          if (one.settled) return one
          // What has answered stays; the rest may come out in any way.
          return { ...one, dns: one.dns.outcome === 'unasked' ? dns : one.dns, tcp: one.tcp.outcome === 'unasked' ? tcp : one.tcp }
        })
        expect(verdict(later)).toBe(verdict(now))
      }),
      { numRuns: 5_000 },
    )
  })

  test('[NP3] it is certain when all is settled, and not before something is', () => {
    fc.assert(
      fc.property(fc.array(finding, { minLength: 1, maxLength: 6 }), (findings) => {
        expect(isCertain(findings.map((one) => ({ ...one, settled: true })))).toBe(true)
        expect(isCertain(findings.map((one) => ({ ...one, settled: false })))).toBe(false)
      }),
    )
  })

  test('[NP3] TikTok’s answer is certain at once, a neutral host’s only when all of TikTok failed', () => {
    const out = { ...upstream(unasked, unasked), settled: false }
    expect(isCertain([out, { ...upstream(ok, ok), settled: true }])).toBe(true)
    expect(isCertain([out, { ...neutral(ok, ok), settled: true }])).toBe(false)
    const gone = { ...upstream(ok, refused), settled: true }
    const slow = { ...neutral(unasked, unasked), settled: false }
    expect(isCertain([gone, slow, { ...neutral(ok, ok), settled: true }])).toBe(true)
    expect(isCertain([gone, slow])).toBe(false)
  })

  test('[NP4] the evidence reads as one line', () => {
    const six = { ...upstream(unasked, ok), target: { host: '2001:db8::1', port: 443, role: 'upstream' as const } }
    expect(evidenceText([upstream(ok, refused), neutral(noName, unasked), neutral(unasked, unasked), six])).toBe(
      'upstream.example:443 name 12 ms, tcp ECONNREFUSED; neutral.example:443 name EAI_AGAIN; neutral.example:443 not asked; ' +
        '[2001:db8::1]:443 tcp 12 ms',
    )
  })
})
