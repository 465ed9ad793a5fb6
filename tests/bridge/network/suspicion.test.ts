import { describe, expect, test } from 'vitest'
import { explain, suspect } from '@standby/bridge/network/suspicion.pure.ts'
import type { Evidence, Verdict } from '@standby/bridge/network/verdict.pure.ts'
import { classify } from '@standby/bridge/sources/tiktok/classify.pure.ts'
import type { Failure, RawAnswer } from '@standby/bridge/sources/tiktok/failure.ts'
import { CAUSE_KINDS, CAUSE_REASONS, type Cause, type CauseKind } from '@standby/shared/connection/cause.ts'
import { transition, initialConnection, type ConnectionEvent } from '@standby/shared/connection/connection.ts'
import { DEFAULT_RECONNECTION, tiktokPolicy } from '@standby/shared/connection/policy.ts'

const NOW = 1_700_000_000_000
const withCode = (code: string): Error => Object.assign(new Error(`failed with ${code}`), { code })
const status = (statusCode: number): Error => Object.assign(new Error(`Response code ${statusCode}`), { response: { statusCode } })
const answered = (code: number, body = ''): RawAnswer => ({ status: code, headers: {}, body })

describe('Network probe', () => {
  test.each<[string, Failure]>([
    ['nothing gets out', { at: 'room', lookups: [{ source: 'page', error: withCode('ENETUNREACH') }] }],
    ['the name service fails', { at: 'room', lookups: [{ source: 'page', error: withCode('EAI_AGAIN') }] }],
    ['TikTok takes too long', { at: 'room', lookups: [{ source: 'page', error: withCode('ETIMEDOUT') }] }],
    ['TikTok hangs up in the middle', { at: 'room-info', error: withCode('ECONNRESET'), answer: undefined }],
    ['the socket is reset while it opens', { at: 'upgrade', answer: null, error: withCode('ECONNRESET') }],
    ['the socket goes while it opens', { at: 'upgrade', answer: null, error: 'socket closed with 1006', closeCode: 1006 }],
    ['the socket goes without a word', { at: 'open', code: 1006, reason: '', error: null }],
    ['the socket goes with an error', { at: 'open', code: 1006, reason: '', error: withCode('ETIMEDOUT') }],
    ['the sign service is not there', { at: 'sign', answer: null, error: withCode('ECONNREFUSED') }],
    ['the sign service takes too long', { at: 'sign', answer: null, error: new Error('timeout of 15000ms exceeded') }],
    ['the whole attempt takes too long', { at: 'deadline', stage: 'room', afterMs: 30_000 }],
    ['the sign step takes too long', { at: 'deadline', stage: 'sign', afterMs: 30_000 }],
  ])('[NP11] it may be the network: %s', (_, failure) => {
    expect(suspect(classify(failure, NOW))).toBe(true)
  })

  test.each<[string, Failure]>([
    ['TikTok answers 503', { at: 'room', lookups: [{ source: 'page', error: status(503) }] }],
    ['TikTok answers 429', { at: 'room', lookups: [{ source: 'page', error: status(429) }] }],
    ['TikTok closes with a close frame', { at: 'open', code: 1011, reason: 'internal error', error: null }],
    ['TikTok closes, and its words look like a code', { at: 'open', code: 1011, reason: 'EXPIRED, not 1006', error: null }],
    ['TikTok goes away with a close frame', { at: 'open', code: 1001, reason: '', error: null }],
    ['the protocol is broken', { at: 'open', code: 1006, reason: '', error: withCode('WS_ERR_INVALID_OPCODE') }],
    ['the socket is refused', { at: 'upgrade', answer: answered(503), error: null }],
    ['the sign service answers 500', { at: 'sign', answer: answered(500), error: null }],
    ['the sign service answers 429', { at: 'sign', answer: answered(429), error: null }],
    ['the sign service sends no cookies', { at: 'sign', answer: answered(200), error: null }],
    ['the sign service says an error code', { at: 'sign', answer: answered(502, '{"message":"ECONNREFUSED"}'), error: null }],
    ['the key is refused', { at: 'sign', answer: answered(401), error: null }],
    ['the creator is not live', { at: 'offline', detail: 'TikTok says the LIVE is over' }],
    ['the LIVE ends', { at: 'stream', end: 'ended' }],
  ])('[NP11] it is not the network: %s', (_, failure) => {
    expect(suspect(classify(failure, NOW))).toBe(false)
  })

  test("[NP11] the machine's own timeouts may be the network", () => {
    const policy = tiktokPolicy(DEFAULT_RECONNECTION)
    const after = (events: [number, ConnectionEvent][]): Cause | null => {
      let state = initialConnection(policy, NOW)
      for (const [ms, event] of events) state = transition(state, event, { now: NOW + ms, random: 0.5 }, policy).state
      return state.cause
    }
    const hung = after([
      [0, { type: 'connect' }],
      [45_000, { type: 'wake' }],
    ])
    const silent = after([
      [0, { type: 'connect' }],
      [100, { type: 'opened', generation: 1 }],
      [35_100, { type: 'wake' }],
    ])
    expect(hung).toMatchObject({ kind: 'tiktok' })
    expect(silent).toMatchObject({ kind: 'stalled' })
    expect([hung!, silent!].map(suspect)).toEqual([true, true])
  })

  test('[NP11] if TikTok had to answer for the cause to be known, the network is not asked', () => {
    const possible = CAUSE_KINDS.filter((kind) => suspect({ kind, detail: '', reason: 'cut' }))
    expect(possible).toEqual(['network', 'tiktok', 'sign', 'stalled'])
    const unheard = CAUSE_REASONS.filter((reason) => suspect({ kind: 'tiktok', detail: '', reason }))
    expect(unheard).toEqual(['cut', 'timed-out', 'unreachable'])
    expect(CAUSE_KINDS.filter((kind) => suspect({ kind, detail: 'socket closed with 1006' }))).toEqual(['network', 'stalled'])
    for (const kind of CAUSE_KINDS) expect(suspect({ kind, detail: '' })).toBe(kind === 'network' || kind === 'stalled')
  })

  test('[NP11] the code of an error shows that there was no answer', () => {
    const said = (code: string): boolean => suspect(classify({ at: 'room-info', error: withCode(code), answer: undefined }, NOW))
    expect(['EAI_AGAIN', 'EAI_OTHER', 'UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT', 'EPROTO'].filter((code) => !said(code))).toEqual([])
    expect(['EAI_1', 'UND_ERR_', 'EH', 'odd', 'ERR_BAD_RESPONSE', 'ECONNRESET1', 'XECONNRESET'].filter(said)).toEqual([])
  })

  const evidence: Evidence[] = [
    {
      target: { host: 'www.tiktok.com', port: 443, role: 'upstream' },
      dns: { outcome: 'failed', code: 'EAI_AGAIN', ms: 4 },
      tcp: { outcome: 'unasked' },
    },
  ]

  test.each<[CauseKind, Verdict, CauseKind | null]>([
    ['tiktok', 'network', 'network'],
    ['sign', 'network', 'network'],
    ['stalled', 'network', 'network'],
    ['network', 'network', null],
    ['network', 'upstream', 'tiktok'],
    ['tiktok', 'upstream', null],
    ['sign', 'upstream', null],
    ['stalled', 'upstream', null],
    ['network', 'reachable', null],
    ['tiktok', 'reachable', null],
    ['stalled', 'reachable', null],
  ])('[NP12] %s and a probe that says %s: %s', (kind, verdict, expected) => {
    const better = explain({ kind, detail: 'before' }, { verdict, evidence })
    expect(better?.kind ?? null).toBe(expected)
    if (better !== null) expect(better.detail).toBe('before (www.tiktok.com:443 name EAI_AGAIN)')
  })
})
