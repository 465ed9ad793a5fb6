import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import * as z from 'zod'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openObs, type ObsEvent, type ObsSession } from '@standby/bridge/obs/link/adapter.ts'
import type { ObsCause } from '@standby/bridge/obs/link/policy.ts'
import { fakeClock, type FakeClock } from '../../../support/fakes/fake-clock.ts'
import { startFakeObs, type FakeObs } from '../../../support/fakes/fake-obs.ts'
import { waitFor } from '../../../support/wait.ts'

const anything = z.unknown()

describe('OBS and its scenes', () => {
  describe('one connection to OBS', () => {
    let fake: FakeObs
    let clock: FakeClock
    let session: ObsSession | null
    let causes: ObsCause[]
    let events: ObsEvent[]
    const log = pino({ level: 'silent' })
    const links: { close(): void }[] = []

    beforeEach(async () => {
      fake = await startFakeObs()
      clock = fakeClock()
      session = null
      causes = []
      events = []
    })
    afterEach(async () => {
      for (const link of links.splice(0)) link.close()
      await fake.close()
    })

    function open(url = fake.url, onEvent = (event: ObsEvent): void => void events.push(event)): { close(): void } {
      const link = openObs({
        url,
        password: null,
        clock,
        log,
        callTimeoutMs: 5_000,
        onOpened: (opened) => (session = opened),
        onEvent,
        onSignOfLife: () => undefined,
        onClosed: (cause) => causes.push(cause),
      })
      links.push(link)
      return link
    }
    const opened = (): Promise<ObsSession> => waitFor(() => session, { what: 'the connection' })
    const closed = (): Promise<ObsCause> => waitFor(() => causes[0], { what: 'the close' })

    test('[OB15] a request without an answer ends with a timeout', async () => {
      fake.answer('GetVersion', 'silence')
      open()
      const asked = (await opened()).request('GetVersion', anything)
      const outcome = expect(asked).rejects.toMatchObject({ kind: 'timeout', code: null })
      clock.advanceBy(5_000)
      await outcome
      expect(clock.nextDueAt()).toBeNull()
    })

    test('[OB15] requests under way end when the connection does, and so do later ones', async () => {
      fake.answer('GetVersion', 'silence')
      open()
      const asked = (await opened()).request('GetVersion', anything)
      const outcome = expect(asked).rejects.toMatchObject({ kind: 'closed' })
      fake.closeAll(1001, 'Server stopping.')
      await outcome
      expect(await closed()).toEqual({ kind: 'closed', detail: 'closed with code 1001: Server stopping.' })
      await expect((await opened()).request('GetVersion', anything)).rejects.toMatchObject({ kind: 'closed' })
      expect(clock.nextDueAt()).toBeNull()
    })

    test('[OB15] an answer of another shape is an error, not a value', async () => {
      fake.answer('GetVersion', { obsVersion: 29 })
      open()
      const asked = (await opened()).request('GetVersion', z.object({ obsVersion: z.string() }))
      await expect(asked).rejects.toMatchObject({ kind: 'nonsense' })
    })

    test('[OB15] a refusal carries OBS’s code', async () => {
      fake.answer('GetSceneList', { code: 207, comment: 'OBS is not ready to perform the request.' })
      open()
      await expect((await opened()).request('GetSceneList', anything)).rejects.toMatchObject({ kind: 'refused', code: 207 })
    })

    test('[OB15] closing ends it at once and reports nothing, also before it is open', async () => {
      fake.greet(false)
      open().close()
      const silent = open()
      await waitFor(() => fake.connectionCount() > 0, { what: 'the connection' })
      silent.close()
      fake.greet(true)
      open()
      await opened()
      expect(causes).toEqual([])
    })

    test('[OB15] an event that cannot be dealt with leaves the next ones alone', async () => {
      let calls = 0
      open(fake.url, () => {
        calls += 1
        throw new Error('on purpose')
      })
      await opened()
      fake.emit('SceneListChanged', {})
      fake.emit('ExitStarted')
      await waitFor(() => calls === 2, { what: 'both events' })
      expect(causes).toEqual([])
    })

    test('[OB17] a kick is distinguished from a close', async () => {
      open()
      await opened()
      fake.closeAll(4011, 'Your session has been invalidated.')
      expect(await closed()).toMatchObject({ kind: 'kicked' })
    })

    test('[OB17] a web server is not OBS, and a free port is OBS not running', async () => {
      const web = createServer((_request, response) => response.writeHead(404).end())
      await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
      const url = `ws://127.0.0.1:${String((web.address() as AddressInfo).port)}`
      open(url)
      expect(await closed()).toMatchObject({ kind: 'not-obs' })
      await new Promise((resolve) => web.close(resolve))
      causes = []
      open(url)
      expect(await closed()).toMatchObject({ kind: 'not-running' })
      expect(causes).toHaveLength(1)
      causes = []
      open(url.replace('127.0.0.1', 'localhost'))
      expect(await closed()).toMatchObject({ kind: 'not-running' })
    })
  })
})
