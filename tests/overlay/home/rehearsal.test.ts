import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Health, ObsStatus } from '@standby/shared/protocol.ts'
import { beginRun, noSceneBecause, observeRun, runState, type Run } from '../../../overlay/src/home/rehearsal.ts'
import { fetchWith, protocolsFor, tokenIn } from '../../../overlay/src/parts/token.ts'
import { liveState } from '../../support/fixtures/show.ts'

const OBS: ObsStatus = { ...liveState(0).obs, phase: 'connected', standbyScene: 'Standby', standbySceneExists: true }
const on = (programScene: string, state: ObsStatus['automation']['state'] = 'idle'): ObsStatus => ({
  ...OBS,
  programScene,
  automation: { ...OBS.automation, state },
})

describe('Home page and setup', () => {
  test('[HM21] a rehearsed drop is shown step by step, each with the time since the cut', () => {
    let run = beginRun(1_000)
    const see = (at: number, health: Health, obs: ObsStatus): Run => (run = observeRun(run, health, obs, at))
    see(1_100, 'live', on('Studio'))
    expect(run.noticedMs).toBeNull()
    see(1_400, 'reconnecting', on('Studio'))
    see(11_500, 'degraded', on('Standby', 'standby'))
    see(36_000, 'live', on('Standby', 'standby'))
    expect(runState(run, 36_000)).toBe('going')
    see(39_500, 'live', on('Studio'))
    expect(run).toEqual({ cutAt: 1_000, noticedMs: 400, standbyMs: 10_500, backMs: 35_000, restoredMs: 38_500, restoredTo: 'Studio' })
    expect(runState(run, 39_500)).toBe('finished')
  })

  test('[HM21] without a scene change it ends with the connection, and a slow step is called late', () => {
    const away = observeRun(beginRun(0), 'reconnecting', on('Studio'), 500)
    expect(runState(observeRun(away, 'live', on('Studio'), 30_000), 30_000)).toBe('finished')
    expect(runState(away, 119_000)).toBe('going')
    expect(runState(away, 121_000)).toBe('late')
  })

  test('[HM21] no step is shown before the one that has to come first, and a shown step stays', () => {
    const look = fc.record({
      health: fc.constantFrom<Health>('live', 'reconnecting', 'degraded', 'offline'),
      scene: fc.constantFrom('Studio', 'Standby'),
      state: fc.constantFrom<ObsStatus['automation']['state']>('idle', 'standby', 'yielded'),
      afterMs: fc.nat(5_000),
    })
    fc.assert(
      fc.property(fc.array(look, { maxLength: 30 }), (looks) => {
        let run = beginRun(0)
        let now = 0
        for (const { health, scene, state, afterMs } of looks) {
          now += afterMs
          const next = observeRun(run, health, on(scene, state), now)
          for (const key of ['noticedMs', 'standbyMs', 'backMs', 'restoredMs'] as const)
            if (run[key] !== null) expect(next[key]).toBe(run[key])
          run = next
        }
        if (run.backMs !== null) expect(run.noticedMs).toBeLessThanOrEqual(run.backMs)
        if (run.restoredMs !== null) expect(Math.max(run.standbyMs ?? Infinity, run.backMs ?? Infinity)).toBeLessThanOrEqual(run.restoredMs)
      }),
    )
  })

  test('[HM21] the page says why no scene will change', () => {
    expect(noSceneBecause(on('Studio'))).toBeNull()
    expect(noSceneBecause({ ...OBS, phase: 'waiting' })).toBe('no-obs')
    expect(noSceneBecause({ ...OBS, standbySceneExists: false })).toBe('no-scene')
    expect(noSceneBecause({ ...OBS, settings: { ...OBS.settings, dryRun: true } })).toBe('no-automation')
    expect(noSceneBecause({ ...OBS, automation: { ...OBS.automation, paused: true } })).toBe('no-automation')
  })
})

describe('Access', () => {
  test('[AC14] a page takes its token from behind the #, and brings it as a bearer and as a subprotocol', async () => {
    const token = 'made-up-read-token-0123456789'
    expect(tokenIn(`#token=${token}`)).toBe(token)
    for (const hash of ['', '#revived', '#token=short', `#token=${token}&x=1`, `?token=${token}`]) expect(tokenIn(hash)).toBeNull()
    expect(protocolsFor(token)).toEqual(['standby', `standby.${token}`])
    expect(protocolsFor(null)).toEqual([])
    const sent: RequestInit[] = []
    const ask = fetchWith(token, (async (_path: string, init: RequestInit) => void sent.push(init)) as never)
    await ask('/api/x', { method: 'POST', headers: { 'content-type': 'application/json' } })
    const headers = new Headers(sent[0]?.headers)
    expect([headers.get('authorization'), headers.get('content-type')]).toEqual([`Bearer ${token}`, 'application/json'])
  })
})
