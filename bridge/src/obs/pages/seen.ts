import type { Clock, Millis } from '@standby/shared/clock.ts'
import type { ObsStatus } from '@standby/shared/protocol.ts'
import type { ObsHints, ObsProblems } from '@standby/shared/words/obs-sentences.ts'
import type { Sentence } from '@standby/shared/words/sentence.ts'
import type { Logger } from 'pino'
import * as z from 'zod'
import type { ObsSession } from '../link/adapter.ts'
import { createSerialLoop } from '../serial-loop.ts'
import { unlessGone } from '../setup/survey.ts'
import { say } from '../words.ts'
import { findOwnSources } from './pages.ts'
import { capturesOver, hiddenOf, isBlank, sceneItem, type Canvas, type SceneItem } from './seen.pure.ts'

/** OBS says nothing of most of it. */
const LOOK_EVERY_MS = 30_000
/** A creator who ends the show stops the stream before the LIVE. */
const STOPPED_FOR_MS = 60_000

export interface SeenOptions {
  clock: Clock
  log: Logger
  port: () => number
  status: () => ObsStatus
  isLive: () => boolean
  /** Gift alerts ring. */
  hasSound: () => boolean
  onChange: () => void
}

/** Watches for what viewers would not see or hear, though the creator means it to be there. */
export interface Seen {
  attach(session: ObsSession | null): void
  /** The scenes or the settings may have changed. */
  wake(): void
  problem(): Sentence<ObsProblems> | null
  hints(): Sentence<ObsHints>[]
  close(): Promise<void>
}

const itemList = z.object({ sceneItems: z.array(sceneItem) })
const video = z.object({ baseWidth: z.number().positive(), baseHeight: z.number().positive() })
const mute = z.object({ inputMuted: z.boolean() })
const filterList = z.object({ filters: z.array(z.object({ filterEnabled: z.boolean(), filterKind: z.string() })) })
const captureSettings = z.object({ inputSettings: z.looseObject({ allow_transparency: z.boolean().optional() }) })

// These leave a picture without holes as it is. Of any other, a plugin's for one, nobody knows.
const KEEPS_WHOLE = /^(sharpness|gpu_delay|async_delay|hdr_tonemap|noise_|gain|limiter|compressor|expander|invert_polarity)/

export function createSeen({ clock, log, port, status, isLive, hasSound, onChange }: SeenOptions): Seen {
  let session: ObsSession | null = null
  let problem: Sentence<ObsProblems> | null = null
  let hints: Sentence<ObsHints>[] = []
  /** When OBS was last seen streaming during this LIVE. */
  let streamedAt: Millis | null = null
  const loop = createSerialLoop({
    clock,
    session: () => session,
    oneRound,
    onFailure(error) {
      log.debug({ err: error }, 'OBS could not be asked for what viewers see')
      loop.wakeAt(clock.now() + LOOK_EVERY_MS)
    },
  })

  async function oneRound(on: ObsSession): Promise<void> {
    const { baseWidth: width, baseHeight: height } = await on.request('GetVideoSettings', video)
    const found = await look(on, { width, height })
    if (on !== session) return
    const before = JSON.stringify([problem, hints])
    problem = found.problem
    hints = found.hints
    loop.wakeAt(clock.now() + LOOK_EVERY_MS)
    if (JSON.stringify([problem, hints]) !== before) onChange()
  }

  async function look(on: ObsSession, canvas: Canvas): Promise<{ problem: typeof problem; hints: typeof hints }> {
    const { standbyScene, standbySceneExists, programScene, settings } = status()
    const inScene = async (sceneName: string): Promise<SceneItem[] | null> =>
      (await unlessGone(on.request('GetSceneItemList', itemList, { sceneName })))?.sceneItems ?? null
    const standby = settings.mode === 'scene' && standbySceneExists === true ? await inScene(standbyScene) : null
    const program = programScene === null ? null : await inScene(programScene)
    const overlays = (await findOwnSources(on, port())).flatMap(({ page, inputName }) => (page === 'overlay' ? [inputName] : []))
    const hidden = program === null ? null : hiddenOf(overlays, program, canvas)
    const said: Sentence<ObsHints>[] = []
    if (hidden !== null && programScene !== null) said.push(say('overlay-not-seen', { source: hidden, scene: programScene }))
    else if (program !== null && programScene !== null) {
      for (const source of overlays) {
        const [front] = await wholeOf(on, capturesOver(source, program, canvas))
        if (front !== undefined) said.push(say('overlay-behind', { source, scene: programScene, front }))
      }
    }
    for (const source of hasSound() ? overlays : []) {
      const answer = await unlessGone(on.request('GetInputMute', mute, { inputName: source })).catch(() => null)
      if (answer?.inputMuted === true) said.push(say('overlay-muted', { source }))
    }
    const isEmpty = standby !== null && isBlank(standby, canvas)
    return {
      problem: hasStopped() ? say('stream-stopped') : isEmpty ? say('standby-scene-empty', { scene: standbyScene }) : null,
      hints: said,
    }
  }

  /** Those captures that nothing makes see-through. */
  async function wholeOf(on: ObsSession, captures: readonly string[]): Promise<string[]> {
    const whole: string[] = []
    for (const sourceName of captures) {
      const filters = await unlessGone(on.request('GetSourceFilterList', filterList, { sourceName }))
      const settings = await unlessGone(on.request('GetInputSettings', captureSettings, { inputName: sourceName }))
      if (filters === null || settings === null || settings.inputSettings.allow_transparency === true) continue
      if (filters.filters.every(({ filterEnabled, filterKind }) => !filterEnabled || KEEPS_WHOLE.test(filterKind))) whole.push(sourceName)
    }
    return whole
  }

  function hasStopped(): boolean {
    const { output } = status()
    if (!isLive()) streamedAt = null
    else if (output.streaming) streamedAt = clock.now()
    return streamedAt !== null && !output.active && clock.now() - streamedAt >= STOPPED_FOR_MS
  }

  return {
    attach(next) {
      session = next
      loop.rest()
      problem = null
      hints = []
      if (next !== null) loop.wake()
    },
    wake: () => loop.wake(),
    problem: () => problem,
    hints: () => hints,
    async close() {
      session = null
      await loop.close()
    },
  }
}
