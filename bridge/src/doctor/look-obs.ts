import type { Clock } from '@standby/shared/clock.ts'
import type { Logger } from 'pino'
import * as z from 'zod'
import type { ObsLinkOptions, ObsSession } from '../obs/link/adapter.ts'
import type { ObsFacts } from './verdicts.ts'

export interface ObsToAsk {
  enabled: boolean
  url: string
  password: string | null
  standbyScene: string
}

const TIMEOUT_MS = 6_000
const CALL_MS = 3_000

const version = z.object({ obsVersion: z.string() })
const sceneList = z.object({ scenes: z.array(z.object({ sceneName: z.string() })) })

/** A connection of its own to OBS, asked two things and closed. Never rejects. */
export async function askObs(
  asked: ObsToAsk,
  { clock, log, open }: { clock: Clock; log: Logger; open: (options: ObsLinkOptions) => { close(): void } },
): Promise<ObsFacts> {
  const about = { url: shown(asked.url), hasPassword: (asked.password ?? '') !== '', standbyScene: asked.standbyScene }
  if (!asked.enabled) return { ...about, state: 'off', version: null, sceneExists: null }
  const nothing = (): void => undefined
  const outcome = Promise.withResolvers<{ session: ObsSession } | { state: ObsFacts['state'] }>()
  const cancel = clock.after(TIMEOUT_MS, () => outcome.resolve({ state: 'timeout' }))
  const link = open({
    url: asked.url,
    password: asked.password,
    clock,
    log,
    callTimeoutMs: CALL_MS,
    onOpened: (session) => outcome.resolve({ session }),
    onEvent: nothing,
    onSignOfLife: nothing,
    onClosed: ({ kind }) => outcome.resolve({ state: kind }),
  })
  try {
    const ended = await outcome.promise
    if (!('session' in ended)) return { ...about, state: ended.state, version: null, sceneExists: null }
    // While OBS loads it answers neither. The doctor says all the same that it is there.
    const answer = await ended.session.request('GetVersion', version).catch(() => null)
    const list = await ended.session.request('GetSceneList', sceneList).catch(() => null)
    const sceneExists = list === null ? null : list.scenes.some(({ sceneName }) => sceneName === asked.standbyScene)
    return { ...about, state: 'connected', version: answer?.obsVersion ?? null, sceneExists }
  } finally {
    cancel()
    link.close()
  }
}

/** Without what somebody may have typed into it. */
function shown(url: string): string {
  const parsed = URL.parse(url)
  return parsed === null ? '' : `${parsed.protocol}//${parsed.host}`
}
