import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type NextFunction, type Request, type Response } from 'express'
import { describe, afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ObsRequestError } from '@standby/bridge/obs/link/adapter.ts'
import { SetupRefused } from '@standby/bridge/obs/setup/setup.ts'
import { say } from '@standby/bridge/obs/words.ts'
import { Refused, sendRefusal } from '@standby/bridge/server/answer.ts'
import { obsRoutes, type ObsApiActions } from '@standby/bridge/obs/routes.ts'
import type { ObsStatus } from '@standby/shared/protocol.ts'
import type { ObsSetupView } from '@standby/shared/obs-setup.ts'

const called: string[] = []
const NOT_CONNECTED = say('setup-not-connected')
let refused = false
const view = { will: [say('make-scene', { scene: 'Standby' })] } as Partial<ObsSetupView> as ObsSetupView

const tell = <Result>(what: string, result: Result): Promise<Result> => {
  called.push(what)
  return refused ? Promise.reject(new SetupRefused(NOT_CONNECTED)) : Promise.resolve(result)
}
const actions: ObsApiActions = {
  change: (change) => (called.push(`change ${JSON.stringify(change)}`), 'ok'),
  retry: () => void called.push('retry'),
  setup: {
    look: (asked) => tell(`look ${JSON.stringify(asked)}`, view),
    make: (asked) => tell(`make ${JSON.stringify(asked)}`, { made: view.will, problem: null, setup: view }),
    remove: () => tell('remove', { removed: [], kept: [], problem: null }),
  },
  standbyScene: () => 'Standby',
  chooseStandbyScene: (name) => (called.push(`choose ${name}`), name === 'Fixed' ? { fixedField: 'standbyScene' } : 'ok'),
  manual: (to) => (called.push(to), refused ? say('obs-not-connected') : null),
  pause: (on) => void called.push(`pause ${on}`),
  status: () => ({ phase: 'connected' }) as ObsStatus,
  picture: () => (refused ? Promise.reject(new ObsRequestError('closed', 'gone')) : Promise.resolve(null)),
  pages: () => ({ sources: [], pages: [] }),
  reload: (name) => Promise.resolve(name === 'Mine' ? 'ok' : name === 'Broken' ? 'failed' : name === 'Away' ? 'not-connected' : 'unknown'),
}

let server: Server
let base = ''
beforeAll(async () => {
  const app = express()
  app.use('/api', express.json(), obsRoutes(actions))
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) =>
    sendRefusal(response, error instanceof Refused ? error : new Refused(500, { error: 'internal', message: String(error) })),
  )
  server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => {
  called.length = 0
  refused = false
})

async function ask(path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const sent = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const response = await fetch(base + path, body === undefined ? {} : sent)
  return { status: response.status, body: await response.json() }
}

describe('Setup in OBS, and our own pages there', () => {
  test('[OS8] what a setup would make can be asked, for the scenes of the settings or others', async () => {
    expect(await ask('/obs/setup')).toEqual({ status: 200, body: view })
    await ask('/obs/setup?overlayScene=Chat&standbyScene=Away&fallback=text')
    expect(called).toEqual([
      'look {"overlayScene":null,"standbyScene":"Standby","fallback":null}',
      'look {"overlayScene":"Chat","standbyScene":"Away","fallback":"text"}',
    ])
  })

  test('[OS1] a setup is made on request; a standby scene that is named becomes the one of the settings', async () => {
    expect(await ask('/obs/setup', {})).toMatchObject({ status: 200, body: { made: view.will, problem: null } })
    await ask('/obs/setup', { overlayScene: 'Chat', standbyScene: 'Away' })
    expect(called).toEqual([
      'make {"overlayScene":null,"standbyScene":"Standby","fallback":null}',
      'choose Away',
      'make {"overlayScene":"Chat","standbyScene":"Away","fallback":null}',
    ])
    called.length = 0
    expect(await ask('/obs/setup', { standbyScene: 'Fixed' })).toMatchObject({ status: 409, body: { field: 'standbyScene' } })
    expect(called).toEqual(['choose Fixed'])
  })

  test('[OS5] it is taken away on request', async () => {
    expect(await ask('/obs/setup/remove', {})).toEqual({ status: 200, body: { removed: [], kept: [], problem: null } })
  })

  test('[OS9] without OBS the answer is a sentence, not a failure', async () => {
    refused = true
    const told = { status: 409, body: { error: 'obs-not-ready', message: NOT_CONNECTED.text, sentence: NOT_CONNECTED } }
    expect(await ask('/obs/setup')).toEqual(told)
    expect(await ask('/obs/setup', {})).toEqual(told)
    expect(await ask('/obs/setup/remove', {})).toEqual(told)
  })

  test.each([
    ['/obs/setup', { fallback: 'video' }, 'fallback'],
    ['/obs/setup', { overlayScene: '' }, 'overlayScene'],
    ['/obs/setup', { scene: 'x' }, 'scene'],
    ['/obs/setup/remove', { all: true }, 'all'],
    ['/obs/pages/reload', {}, 'inputName'],
  ])('[OS9] POST %s with %j is refused, and the field is named', async (path, body, field) => {
    expect(await ask(path, body)).toMatchObject({ status: 400, body: { error: 'invalid-request', field } })
    expect(called).toEqual([])
  })

  test('[OS16] a source of ours is reloaded by its name', async () => {
    expect(await ask('/obs/pages/reload', { inputName: 'Mine' })).toEqual({ status: 200, body: { sources: [], pages: [] } })
    expect(await ask('/obs/pages/reload', { inputName: 'Theirs' })).toMatchObject({ status: 404, body: { field: 'inputName' } })
    expect(await ask('/obs/pages/reload', { inputName: 'Away' })).toMatchObject({ status: 409 })
    expect(await ask('/obs/pages/reload', { inputName: 'Broken' })).toMatchObject({ status: 502 })
  })

  test('[OS17] sources and pages can be listed', async () => {
    expect(await ask('/obs/pages')).toEqual({ status: 200, body: { sources: [], pages: [] } })
  })
})

describe('API', () => {
  const NO_ADDRESS = 'The address must look like ws://127.0.0.1:4455, without a name or password in it.'

  test.each([
    [{ enabled: 'yes' }, 'enabled', '“enabled” must be true or false.'],
    [{ cutTransitions: 1 }, 'cutTransitions', '“cutTransitions” must be true or false.'],
    [{ url: 7 }, 'url', NO_ADDRESS],
    [{ url: 'http://127.0.0.1' }, 'url', NO_ADDRESS],
    [{ standbyScene: 'x'.repeat(501) }, 'standbyScene', '“standbyScene” must have at most 500 characters.'],
    [{ mode: 'replay' }, 'mode', '“mode” must be one of scene, source, off.'],
    [{ mode: null }, 'mode', '“mode” must be one of scene, source, off.'],
    [{ sourceName: '' }, 'sourceName', '“sourceName” must not be empty.'],
    [{ handsOffScenes: 'all' }, 'handsOffScenes', '“handsOffScenes” must be a list.'],
    [{ handsOffScenes: ['Face', ''] }, 'handsOffScenes.1', '“handsOffScenes.1” must not be empty.'],
    [{ password: 7 }, 'password', '“password” must be a text.'],
  ])('[AP3] the settings of OBS with %j are refused: %s: %s', async (body, field, message) => {
    const error = { error: 'invalid-request', field, message }
    expect(await ask('/obs/connect', body)).toMatchObject({ status: 400, body: error })
    expect(called).toEqual([])
  })

  test('[AP2] every setting of OBS can be changed, alone or with others', async () => {
    const scenes = Array.from({ length: 100 }, (_, n) => `Scene ${n}`)
    for (const body of [
      { enabled: false, url: null, standbyScene: null },
      { mode: 'source', sourceName: 'x'.repeat(500), dryRun: true },
      { handsOffScenes: scenes, onlyWhenOutputActive: true, countOutputAsDegraded: true, cutTransitions: true },
    ]) {
      called.length = 0
      expect(await ask('/obs/connect', body)).toMatchObject({ status: 200 })
      expect(JSON.parse(called[0]!.replace('change ', ''))).toEqual(body)
    }
  })
})

describe('OBS and its scenes', () => {
  test('[OB33][OB34] standby by hand, back by hand and the pause are commands; what cannot be done says why', async () => {
    expect(await ask('/obs/standby', {})).toMatchObject({ status: 200, body: { phase: 'connected' } })
    expect(await ask('/obs/back', {})).toMatchObject({ status: 200 })
    expect(await ask('/obs/pause', { paused: true })).toMatchObject({ status: 200 })
    expect(called).toEqual(['standby', 'back', 'pause true'])
    refused = true
    expect(await ask('/obs/standby', {})).toMatchObject({
      status: 409,
      body: { error: 'not-now', message: say('obs-not-connected').text, sentence: say('obs-not-connected') },
    })
    expect(await ask('/obs/pause', {})).toMatchObject({ status: 400, body: { field: 'paused' } })
  })
})
