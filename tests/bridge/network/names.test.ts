import { describe, expect, test } from 'vitest'
import { ADDRESS, ONE, settle, setUp, SIGN, TIKTOK, TWO } from './probe-rig.ts'

describe('Network probe', () => {
  test('[NP9] a lookup that hangs is joined, never made a second time', async () => {
    const { net, begin, later } = setUp()
    for (let round = 0; round < 20; round++) {
      const begun = await begin()
      await later(1_500)
      expect(begun.result).toMatchObject({ verdict: 'network' })
      await later(500)
    }
    expect(net.lookedUp).toEqual([TIKTOK.host, SIGN.host, ONE.host, TWO.host])
  })

  test('[NP9] the failure of an older lookup is not taken for an answer of today', async () => {
    const { net, begin, later, all } = setUp([TIKTOK])
    await begin()
    await later(2_000)
    const begun = await begin()
    net.name(TIKTOK.host, 'EAI_AGAIN')
    all('ok')
    await settle()
    expect(begun.result).toMatchObject({ verdict: 'reachable' })
    expect(net.lookedUp).toEqual([TIKTOK.host, TIKTOK.host])
  })

  test('[NP9] while a line swallows everything, at most one lookup is out, each name in its turn', async () => {
    const { net, begin, later, learned } = setUp()
    await learned('hang')
    const turns = new Set<string>()
    for (let round = 0; round < 12; round++) {
      const begun = await begin()
      await later(1_500)
      expect(begun.result).toMatchObject({ verdict: 'network' })
      expect(net.openLookups()).toHaveLength(1)
      turns.add(net.openLookups()[0]!)
      // The system gives up on it.
      if (round % 3 === 2) for (const host of net.openLookups()) net.name(host, 'EAI_AGAIN')
      await later(500)
      for (const name of Object.keys(ADDRESS)) net.name(`${name}.example`, 'hang')
    }
    expect(turns).toEqual(new Set([TIKTOK.host, SIGN.host, ONE.host, TWO.host]))
  })

  test('[NP16] the line is noticed by the addresses known, though a lookup still hangs', async () => {
    const { net, begin, later, learned } = setUp()
    await learned('hang')
    await begin()
    await later(2_000)
    const [stuck] = net.openLookups()
    for (const [name, address] of Object.entries(ADDRESS)) {
      if (`${name}.example` !== stuck) net.name(`${name}.example`, [address])
      net.address(address, 'ok')
    }
    const begun = await begin()
    expect(begun.result).toMatchObject({ verdict: 'reachable', tookMs: 0 })
    expect(net.openLookups()).toEqual([stuck])
  })

  test('[NP16] if known addresses are refused at once, names are not looked up and it ends at once', async () => {
    const { net, begin, later, learned } = setUp()
    await learned('ENETUNREACH')
    const begun = await begin()
    await later(300)
    expect(begun.result).toMatchObject({ verdict: 'network', tookMs: 300 })
    expect(net.lookedUp).toEqual([TIKTOK.host])
  })

  test('[NP16] a name that has moved is found once the line is known to carry', async () => {
    const { net, begin, later, learned, all } = setUp()
    await learned('hang')
    all('ok')
    // TikTok's turn is used up.
    expect((await begin()).result).toMatchObject({ verdict: 'reachable' })
    const moved = '198.51.100.7'
    net.name(TIKTOK.host, [moved])
    net.address(moved, 'ok')
    for (const gone of [ADDRESS.tiktok, ADDRESS.sign]) net.address(gone, 'ECONNREFUSED')
    const begun = await begin()
    await later(300)
    expect(begun.result).toMatchObject({ verdict: 'reachable' })
    expect(net.dialled).toContain(`${moved}:443`)
  })

  test('[NP2] a known address that answers is not enough while its name cannot be looked up', async () => {
    const { net, begin, later, learned } = setUp()
    await learned('ENETUNREACH')
    for (const address of Object.values(ADDRESS)) net.address(address, 'ok')
    const begun = await begin()
    await later(300)
    expect(begun.result).toMatchObject({ verdict: 'network' })
    expect(new Set(net.lookedUp)).toEqual(new Set([TIKTOK.host, SIGN.host, ONE.host, TWO.host]))
  })

  test('[NP9] learning asks one name at a time and never fails', async () => {
    const { net, learn } = setUp()
    let isDone = false
    void learn().then(() => (isDone = true))
    await settle()
    expect(net.lookedUp).toEqual([TIKTOK.host])
    net.name(SIGN.host, 'ENOTFOUND')
    net.name(ONE.host, [])
    net.name(TWO.host, [ADDRESS.two])
    net.name(TIKTOK.host, [ADDRESS.tiktok])
    await settle()
    expect(isDone).toBe(true)
    expect(net.lookedUp).toEqual([TIKTOK.host, SIGN.host, ONE.host, TWO.host])
    expect(net.dialled).toEqual([])
  })

  test('[NP9] a name without an address has failed', async () => {
    const { net, begin } = setUp([TIKTOK])
    net.name(TIKTOK.host, [])
    const begun = await begin()
    expect(begun.result).toMatchObject({
      verdict: 'network',
      evidence: [{ dns: { outcome: 'failed', code: 'ENODATA' }, tcp: { outcome: 'unasked' } }],
    })
  })

  test('[NP16] a known address that answers is enough, even if the name has another one now', async () => {
    const { net, begin, learned, all } = setUp([TIKTOK, SIGN])
    await learned('hang')
    all('ok')
    net.address(ADDRESS.sign, 'hang')
    await begin()
    net.name(TIKTOK.host, ['198.51.100.7'])
    net.dialled.length = 0
    const begun = await begin()
    expect(begun.result).toMatchObject({ verdict: 'reachable' })
    expect(net.dialled).toEqual(['192.0.2.1:443', '192.0.2.2:8443'])
  })

  test('[NP16] a neutral address that answers is proof enough to look for where TikTok has moved', async () => {
    const neutral = { host: ADDRESS.one, port: 53, role: 'neutral' } as const
    const { net, begin, later, learned, all } = setUp([SIGN, TIKTOK, neutral])
    await learned('hang')
    all('ok')
    for (const gone of [ADDRESS.tiktok, ADDRESS.sign]) net.address(gone, 'ECONNREFUSED')
    net.name(TIKTOK.host, ['198.51.100.7'])
    net.address('198.51.100.7', 'ok')
    const begun = await begin()
    await later(300)
    expect(begun.result).toMatchObject({ verdict: 'reachable' })
  })

  test('[NP16] what an old address says in the end does not undo the answer of the new one', async () => {
    const { net, begin, later, learned, all } = setUp([TIKTOK, SIGN, ONE])
    await learned('hang')
    all('ok')
    expect((await begin()).result).toMatchObject({ verdict: 'reachable' })
    for (const swallowed of [ADDRESS.tiktok, ADDRESS.sign, ADDRESS.one]) net.address(swallowed, 'hang')
    net.name(ONE.host, ['198.51.100.7'])
    net.address('198.51.100.7', 'ok')
    // Two probes on, it is the neutral host's turn to be looked up.
    const before = await begin()
    await later(1_500)
    expect(before.result).not.toBe('running')
    const begun = await begin()
    await later(400)
    net.address(ADDRESS.one, 'ECONNRESET')
    net.address(ADDRESS.tiktok, 'ECONNREFUSED')
    net.address(ADDRESS.sign, 'ECONNREFUSED')
    await settle()
    expect(begun.result).toMatchObject({ verdict: 'upstream', tookMs: 400 })
  })
})
