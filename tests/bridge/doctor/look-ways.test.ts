import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '@standby/bridge/clock.ts'
import { lookAtWays, type LiveWays, type WayFacts, type WaysToLookAt } from '@standby/bridge/doctor/look-ways.ts'
import type { Reached } from '@standby/bridge/doctor/verdicts.ts'
import { startSimulator } from '@standby/bridge/simulator/simulator.ts'
import { startStudio } from '@standby/bridge/simulator/studio.ts'
import { listenOnce } from '@standby/bridge/sources/first-frame.ts'
import { WAYS, type Way } from '@standby/shared/connection/way.ts'
import { strangePort, tikfinityPort } from '../../support/peers/tikfinity-port.ts'
import { waitFor } from '../../support/wait.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function kept<Port extends { close: () => unknown }>(port: Promise<Port>): Promise<Port> {
  const opened = await port
  closing.push(opened.close)
  return opened
}

const NOBODY = 'ws://127.0.0.1:1'
const SIGNED: Reached[] = [{ host: 'sign.example', ok: true, ms: 3 }]

async function look(more: Partial<WaysToLookAt>, about: Partial<Parameters<typeof lookAtWays>[1]> = {}) {
  const reached: string[] = []
  const facts = await lookAtWays(
    {
      order: WAYS,
      hasKey: { studio: true, euler: true },
      urls: { direct: 'https://push.example/', euler: 'https://ws.example/', tikfinity: NOBODY, studio: [] },
      ownPorts: [],
      listen: listenOnce(systemClock),
      reach(url) {
        reached.push(url)
        return Promise.resolve({ host: new URL(url).hostname, ok: true, ms: 1 })
      },
      clock: systemClock,
      ...more,
    },
    { live: null, signed: SIGNED, isLineGone: false, ...about },
  )
  const of = (way: Way): WayFacts => facts.ways.find((one) => one.way === way)!
  return { facts, of, reached }
}
const urls = (more: Partial<WaysToLookAt['urls']>): Pick<WaysToLookAt, 'urls'> => ({
  urls: { direct: 'https://push.example/', euler: 'https://ws.example/', tikfinity: NOBODY, studio: [], ...more },
})

describe('Doctor', () => {
  test('[DO14] TikFinity is told to be running or not, from another program and from a Standby', async () => {
    const standby = { event: 'config', data: { events: [], standby: '0.1.0' } }
    const stateAt = async (url: string, more: Partial<WaysToLookAt> = {}) =>
      (await look({ ...urls({ tikfinity: url }), ...more })).of('tikfinity').state
    expect(await stateAt((await kept(tikfinityPort())).url)).toBe('ready')
    expect(await stateAt((await kept(tikfinityPort(null))).url)).toBe('ready')
    expect(await stateAt((await kept(tikfinityPort(standby))).url)).toBe('is-standby')
    expect(await stateAt((await kept(tikfinityPort({ op: 0 }))).url)).toBe('not-its-program')
    expect(await stateAt((await kept(strangePort('SSH-2.0-OpenSSH\r\n'))).url)).toBe('not-its-program')
    const own = await kept(tikfinityPort(standby))
    expect(await stateAt(own.url, { ownPorts: [Number(new URL(own.url).port)] })).toBe('absent')
    expect(await stateAt(NOBODY)).toBe('absent')
  })

  test('[DO15] each way is told to be off, usable, used, or why it cannot be used', async () => {
    const off = await look({ order: ['connector'] })
    expect(off.facts.ways.map(({ way, state }) => `${way} ${typeof state === 'string' ? state : state.code}`)).toEqual([
      ...['connector ready', 'direct off', 'studio off', 'tikfinity absent', 'euler off'],
    ])
    expect(off.reached).toEqual([])
    const on = await look({ hasKey: { studio: false, euler: false } })
    expect([on.of('direct'), on.of('studio').state, on.of('euler').state]).toMatchObject([
      ...[{ state: 'ready', host: 'push.example' }, 'no-credentials', 'no-credentials'],
    ])
    expect(on.reached).toEqual(['https://push.example/'])
    const refused: Reached = { host: 'ws.example', ok: false, code: 'ECONNREFUSED' }
    const away = await look({ reach: () => Promise.resolve(refused) }, { signed: [...SIGNED, refused] })
    for (const way of ['connector', 'direct', 'euler'] as const) expect(away.of(way).state).toEqual({ code: 'ECONNREFUSED' })
    const noLine = await look({}, { isLineGone: true })
    for (const way of ['connector', 'direct', 'euler'] as const) expect(noLine.of(way).state).toBe('unasked')
    expect(noLine.reached).toEqual([])
  })

  test('[DO15] a Standby that runs says which way it uses, and what it knows of the others', async () => {
    const feed = await kept(tikfinityPort())
    const live: LiveWays = {
      demo: false,
      via: { way: 'studio', since: 1, host: '127.0.0.1:30000', party: 'local' },
      ways: [{ way: 'tikfinity', problem: 'other-creator' }],
    }
    const { of, facts } = await look(urls({ tikfinity: feed.url, studio: [NOBODY] }), { live })
    expect(of('studio')).toMatchObject({ state: 'in-use', host: '127.0.0.1:30000' })
    expect(of('tikfinity').state).toBe('other-creator')
    expect(facts.live?.via?.party).toBe('local')
    const demo = await look(urls({ tikfinity: feed.url, studio: [NOBODY] }), { live: { ...live, demo: true } })
    expect([demo.of('studio').state, demo.of('tikfinity').state]).toEqual(['absent', 'ready'])
  })

  test('[DO16] LIVE Studio is known by its greeting; nothing is sent there, least of all credentials', async () => {
    const sim = await kept(startSimulator({ clock: systemClock, random: Math.random }))
    const credentials = { appId: 'a', keyId: 'k', secret: 'the-secret' }
    const studio = await kept(startStudio(sim.room('ada'), { credentials }))
    const stranger = await kept(tikfinityPort())
    const at = async (studioUrls: string[]) => (await look(urls({ studio: studioUrls }))).of('studio')
    expect(await at([NOBODY, stranger.url, studio.url])).toMatchObject({ state: 'ready', host: new URL(studio.url).host })
    expect((await at([stranger.url])).state).toBe('not-its-program')
    expect((await at([NOBODY])).state).toBe('absent')
    expect(studio.received).toEqual([])
    const own = Number(new URL(stranger.url).port)
    expect((await look({ ...urls({ studio: [stranger.url] }), ownPorts: [own] })).of('studio').state).toBe('absent')
  })

  test('[DO17] one address is listened to once, however many checks want to know of it', async () => {
    const feed = await kept(tikfinityPort())
    const listen = listenOnce(systemClock)
    const first = listen(feed.url)
    expect(listen(`${feed.url}/`)).toBe(first)
    expect(await first).toMatchObject({ from: 'program', text: expect.stringContaining('config') as unknown })
    await waitFor(() => feed.clients() === 0, { what: 'the listener to hang up' })
  })
})
