import { describe, expect, test } from 'vitest'
import type { ProbeResult } from '@standby/bridge/network/probe.ts'
import { ADDRESS, ONE, settle, setUp, SIGN, TIKTOK, TIKTOK_SIX, TWO } from './probe-rig.ts'

describe('Network probe', () => {
  test('[NP3] the first answer of TikTok ends it, and what is still out is dropped', async () => {
    const { net, begin, clock } = setUp()
    net.name(TIKTOK.host, [ADDRESS.tiktok])
    net.name(SIGN.host, [ADDRESS.sign])
    const begun = await begin()
    expect(begun.result).toBe('running')
    expect(net.dialled).toEqual(['192.0.2.1:443', '192.0.2.2:8443'])
    net.address(ADDRESS.sign, 'ok')
    await settle()
    expect(begun.result).toMatchObject({ verdict: 'reachable', tookMs: 0 })
    expect(net.openDialCount()).toBe(0)
    expect(clock.nextDueAt()).toBe(null)
  })

  test('[NP3] TikTok alone being away is reported once all of it failed and a neutral host answers', async () => {
    const { net, begin, later, all } = setUp()
    all('ok')
    net.address(ADDRESS.tiktok, 'ECONNREFUSED')
    net.name(SIGN.host, 'ENOTFOUND')
    net.name(TWO.host, 'hang')
    const begun = await begin()
    await later(300)
    expect(begun.result).toMatchObject({ verdict: 'upstream', tookMs: 300 })
  })

  test('[NP3] with nothing at all it ends after 1.5 s, and says what had no answer', async () => {
    const { net, begin, later } = setUp()
    net.name(TIKTOK.host, [ADDRESS.tiktok])
    net.name(SIGN.host, 'EAI_AGAIN')
    const begun = await begin()
    await later(1_499)
    expect(begun.result).toBe('running')
    await later(1)
    expect(begun.result).toMatchObject({ verdict: 'network', tookMs: 1_500 })
    const { evidence } = begun.result as ProbeResult
    expect(evidence.map(({ dns, tcp }) => [dns, tcp])).toEqual([
      [
        { outcome: 'ok', ms: 0 },
        { outcome: 'failed', code: 'no answer', ms: 1_500 },
      ],
      [{ outcome: 'failed', code: 'EAI_AGAIN', ms: 0 }, { outcome: 'unasked' }],
      [{ outcome: 'failed', code: 'no answer', ms: 1_200 }, { outcome: 'unasked' }],
      [{ outcome: 'failed', code: 'no answer', ms: 1_200 }, { outcome: 'unasked' }],
    ])
    expect(net.openDialCount()).toBe(0)
  })

  test('[NP3] if all fail at once, it does not wait for the time', async () => {
    const { begin, later, all } = setUp()
    all('ENETUNREACH')
    const begun = await begin()
    await later(300)
    expect(begun.result).toMatchObject({ verdict: 'network', tookMs: 300 })
  })

  test('[NP14] neutral hosts are left alone if TikTok answers within 300 ms', async () => {
    const { net, begin, later } = setUp()
    net.name(TIKTOK.host, [ADDRESS.tiktok])
    const begun = await begin()
    await later(299)
    net.address(ADDRESS.tiktok, 'ok')
    await settle()
    await later(5_000)
    expect(begun.result).toMatchObject({ verdict: 'reachable', tookMs: 299 })
    expect(net.lookedUp).toEqual([TIKTOK.host, SIGN.host])
  })

  test('[NP14] and asked by name and handshake if it does not', async () => {
    const { net, begin, later, all } = setUp()
    all('ok')
    net.address(ADDRESS.tiktok, 'hang')
    net.address(ADDRESS.sign, 'hang')
    const begun = await begin()
    await later(300)
    expect(net.dialled.slice(2)).toEqual(['192.0.2.3:53', '192.0.2.4:53'])
    await later(1_200)
    expect(begun.result).toMatchObject({ verdict: 'upstream', tookMs: 1_500 })
  })

  test.each([
    ['the old one', ADDRESS.tiktok, TIKTOK_SIX],
    ['the new one', TIKTOK_SIX, ADDRESS.tiktok],
  ])('[NP8] one address family that fails is not the network failing: only %s answers', async (_, good, bad) => {
    for (const told of ['ENETUNREACH', 'hang']) {
      const { net, begin } = setUp()
      net.name(TIKTOK.host, [TIKTOK_SIX, '2001:db8::2', ADDRESS.tiktok, '192.0.2.9'])
      net.address(bad, told)
      net.address(good, 'ok')
      const begun = await begin()
      expect(begun.result).toMatchObject({ verdict: 'reachable' })
      expect(net.dialled.sort()).toEqual([`${ADDRESS.tiktok}:443`, `${TIKTOK_SIX}:443`])
      expect(net.openDialCount()).toBe(0)
    }
  })

  test('[NP8] if both families fail, both reasons are given', async () => {
    const { net, begin } = setUp([TIKTOK])
    net.name(TIKTOK.host, [ADDRESS.tiktok, TIKTOK_SIX])
    net.address(ADDRESS.tiktok, 'ECONNREFUSED')
    net.address(TIKTOK_SIX, 'ENETUNREACH')
    const begun = await begin()
    expect(begun.result).toMatchObject({ verdict: 'network', evidence: [{ tcp: { code: 'ECONNREFUSED, ENETUNREACH' } }] })
  })

  test('[NP10] a cancelled probe answers at once and leaves nothing', async () => {
    const { net, begin, clock } = setUp()
    net.name(TIKTOK.host, [ADDRESS.tiktok])
    const cancel = new AbortController()
    const begun = await begin(cancel.signal)
    expect(net.openDialCount()).toBe(1)
    cancel.abort()
    await settle()
    expect(begun.result).toBe(null)
    expect(net.openDialCount()).toBe(0)
    expect(clock.nextDueAt()).toBe(null)
  })

  test('[NP10] cancelled before it begins it asks nobody', async () => {
    const { net, begin } = setUp()
    expect((await begin(AbortSignal.abort())).result).toBe(null)
    expect(net.lookedUp).toEqual([])
  })

  test('[NP10] fifty callers share one probe; one that leaves takes nothing from the others', async () => {
    const { net, begin } = setUp([TIKTOK])
    net.name(TIKTOK.host, [ADDRESS.tiktok])
    const cancels = Array.from({ length: 50 }, () => new AbortController())
    const begun = await Promise.all(cancels.map(({ signal }) => begin(signal)))
    cancels[0]!.abort()
    await settle()
    expect(begun[0]!.result).toBe(null)
    net.address(ADDRESS.tiktok, 'ok')
    await settle()
    expect(begun.slice(1).every(({ result }) => (result as ProbeResult).verdict === 'reachable')).toBe(true)
    expect(net.dialled).toHaveLength(1)
  })

  test('[NP10] when the last caller has left, it ends, and the next one starts another', async () => {
    const { net, begin } = setUp([TIKTOK])
    net.name(TIKTOK.host, [ADDRESS.tiktok])
    const [first, second] = [new AbortController(), new AbortController()]
    await begin(first.signal)
    await begin(second.signal)
    first.abort()
    await settle()
    expect(net.openDialCount()).toBe(1)
    second.abort()
    await settle()
    expect(net.openDialCount()).toBe(0)
    const third = await begin()
    net.address(ADDRESS.tiktok, 'ok')
    await settle()
    expect(third.result).toMatchObject({ verdict: 'reachable' })
  })

  test('[NP10] a caller that comes while the last one leaves is not sent away', async () => {
    for (let ticks = 0; ticks < 12; ticks++) {
      const { net, begin, probe } = setUp([TIKTOK])
      net.name(TIKTOK.host, [ADDRESS.tiktok])
      const cancel = new AbortController()
      await begin(cancel.signal)
      cancel.abort()
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve()
      const next = probe()
      await settle()
      net.address(ADDRESS.tiktok, 'ok')
      expect((await next).verdict).toBe('reachable')
    }
  })

  test('[NP8] when one family has answered, the other is let go', async () => {
    const { net, begin, later } = setUp()
    net.name(TIKTOK.host, 'hang')
    net.name(SIGN.host, 'hang')
    net.name(ONE.host, [ADDRESS.one, TIKTOK_SIX])
    net.address(ADDRESS.one, 'ok')
    net.address(TIKTOK_SIX, 'hang')
    const begun = await begin()
    await later(300)
    expect(begun.result).toBe('running')
    expect(net.dialled).toHaveLength(2)
    expect(net.openDialCount()).toBe(0)
  })
})
