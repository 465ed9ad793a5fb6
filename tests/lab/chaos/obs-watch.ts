import { setTimeout as pause } from 'node:timers/promises'
import type { Health, ObsStatus } from '@standby/shared/protocol.ts'
import type { TestObs } from '../../support/obs/obs.ts'
import type { Stage } from './stage.ts'

/** What an observer of the scene sees at one moment. */
export interface SceneSample {
  at: number
  /** null: the bridge does not answer. */
  health: Health | null
  /** OBS and the bridge are connected. */
  connected: boolean
  /** null: OBS does not answer. */
  program: string | null
  holding: string | null
  holdSeconds: number
}

export interface SceneRules {
  air: string
  standby: string
  /** How long what is true may take to be seen on program: a switch, a second try after one that failed, a busy computer. */
  marginMs: number
}

export interface SceneJudge {
  see(sample: SceneSample): void
  complaints(): readonly string[]
  /** What was on program when it looked last; null where OBS did not answer. */
  program(): string | null
  /** How often standby came on, as seen from outside. */
  trips(): number
}

/** The return waits for TikTok to be stable for 3 s and for standby to have lasted 5 s. */
const STABLE_MS = 3_000
const LEAST_STANDBY_MS = 5_000
/** The first round trip that may be held back, and the longest hold (OB28). */
const FIRST_HELD_TRIP = 5
const LONGEST_HOLD_S = 120

/**
 * Judges what is on program by what the bridge knows, moment by moment. A promise counts only while it could be kept all along: while OBS
 * was there, connected, and answered.
 */
export function sceneJudge({ air, standby, marginMs }: SceneRules): SceneJudge {
  const complaints: string[] = []
  let trips = 0
  let before: SceneSample | null = null
  let owed: { scene: string; since: number; told: boolean } | null = null
  let standbySince: number | null = null
  let lastSeen: string | null = null

  /** What has to be on by now, if nothing else happens; null where nothing is promised. */
  function promised({ health, connected, program, holding }: SceneSample): string | null {
    if (!connected || program === null) return null
    if (health === 'degraded') return standby
    return health === 'live' && holding === null ? air : null
  }

  return {
    see(sample) {
      const { at, program, holding, holdSeconds } = sample
      if (program === standby && before?.program !== standby) standbySince = at
      if (program === standby && lastSeen !== standby) trips += 1
      lastSeen = program ?? lastSeen
      const scene = promised(sample)
      if (scene === null) owed = null
      else if (owed?.scene !== scene) owed = { scene, since: at, told: false }
      if (owed !== null && !owed.told && program !== owed.scene) {
        const shownMs = owed.scene === air && standbySince !== null ? Math.max(0, LEAST_STANDBY_MS - (owed.since - standbySince)) : 0
        const patienceMs = (owed.scene === air ? Math.max(STABLE_MS, shownMs) : 0) + marginMs
        if (at - owed.since > patienceMs) {
          owed.told = true
          complaints.push(`"${program}" was on program ${Math.round((at - owed.since) / 1_000)} s after "${owed.scene}" was due`)
        }
      }
      if (holding === 'back-and-forth' && before?.holding !== holding) {
        if (trips < FIRST_HELD_TRIP) complaints.push(`the return was held back after ${trips} round trips`)
        if (holdSeconds > LONGEST_HOLD_S) complaints.push(`the return was to be held back for ${holdSeconds} s`)
      }
      before = sample
    },
    complaints: () => complaints,
    program: () => before?.program ?? null,
    trips: () => trips,
  }
}

/** Looks at OBS and the bridge several times a second, until it is ended. */
export function watchScene(stage: Stage, obs: TestObs, judge: SceneJudge): () => Promise<void> {
  let over = false
  const orNull = async <T>(asked: Promise<T>): Promise<T | null> => {
    const late = pause(1_000, null, { ref: false })
    return Promise.race([asked.catch(() => null), late])
  }
  const looking = (async () => {
    while (!over) {
      const [program, tiktok, status] = await Promise.all([
        orNull(obs.program()),
        orNull(stage.status()),
        orNull<ObsStatus>(stage.obsStatus()),
      ])
      const holding = status?.automation.holding ?? null
      judge.see({
        at: performance.now(),
        health: tiktok?.health ?? null,
        connected: status?.phase === 'connected',
        program,
        holding: holding?.code ?? null,
        holdSeconds: (holding?.params as { seconds?: number } | undefined)?.seconds ?? 0,
      })
      await pause(200)
    }
  })()
  return async () => {
    over = true
    await looking
  }
}
