import type { OBSWebSocket } from 'obs-websocket-js/json'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ObsOutput } from '@standby/shared/protocol.ts'
import { obsAvailable, startObs, type TestObs } from '../support/obs/obs.ts'
import { startRtmpSink, type RtmpSink } from '../support/peers/rtmp-sink.ts'
import { waitFor } from '../support/wait.ts'
import { rig, type Rig } from './rig.ts'

describe('OBS and its scenes', () => {
  describe.skipIf(!obsAvailable())('a real OBS that streams to a real server', () => {
    let obs: TestObs
    let sink: RtmpSink
    let client: OBSWebSocket
    let bridge: Rig

    const output = (): ObsOutput => bridge.obs.status().output
    const onProgram = (scene: string): Promise<void> =>
      bridge.passUntil(`"${scene}" on program`, async () => (await obs.program()) === scene)

    beforeAll(async () => {
      obs = await startObs({ scenes: ['Gameplay', 'Chat', 'Standby'] })
      sink = await startRtmpSink()
      client = await obs.client()
      await sink.useIn(client)
    })
    afterAll(async () => {
      await obs.stop()
      await sink.kill()
    })
    afterEach(() => bridge.close())

    /** Starts or stops, and waits until OBS has said that it is done: what comes sooner finds the encoder as it was. */
    async function done(request: 'StartStream' | 'StopStream' | 'StartRecord' | 'StopRecord'): Promise<void> {
      const event = request.endsWith('Stream') ? 'StreamStateChanged' : 'RecordStateChanged'
      const wanted = `OBS_WEBSOCKET_OUTPUT_${request.startsWith('Start') ? 'STARTED' : 'STOPPED'}`
      let isDone = false
      const note = ({ outputState }: { outputState: string }): void => void (isDone ||= outputState === wanted)
      client.on(event, note)
      // Once, and by nobody but this test: a second start while it starts takes OBS down.
      await client.call(request)
      await waitFor(() => isDone, { what: `${event} to say ${wanted}`, timeoutMs: 20_000 })
      client.off(event, note)
    }

    test('[OB30][OB31][OB32] a lost server is seen at once, does not end the stream, and counts if that is wanted', async () => {
      bridge = rig({ url: obs.url, password: obs.password, onlyWhenOutputActive: true, countOutputAsDegraded: true })
      bridge.setHealth('live')
      await bridge.connected()
      await waitFor(() => bridge.obs.status().automation.holding?.code === 'no-output', { what: 'the missing output to be said' })
      expect(output()).toMatchObject({ active: false, streaming: false })
      await done('StartStream')
      await waitFor(() => output().streaming && bridge.obs.status().automation.holding === null, { what: 'the stream to be seen' })

      const killedAt = performance.now()
      await sink.kill()
      await waitFor(() => output().reconnecting, { what: 'the loss to be seen', timeoutMs: 10_000, everyMs: 5 })
      const seenMs = performance.now() - killedAt
      expect(output()).toMatchObject({ active: true, streaming: true })
      expect(bridge.obs.outputIsReconnecting()).toBe(true)

      // Who comes late is told by no event.
      const late = rig({ url: obs.url, password: obs.password })
      await waitFor(() => late.obs.status().output.reconnecting, { what: 'a late client to find out', timeoutMs: 3_000 })
      await late.close()

      await onProgram('Standby')
      await waitFor(() => bridge.obs.status().automation.lastAction?.why.code === 'output-troubled', { what: 'the reason' })
      await sink.start()
      await waitFor(() => !output().reconnecting, { what: 'the stream to be back', timeoutMs: 10_000 })
      expect(bridge.obs.outputIsReconnecting()).toBe(false)
      await onProgram('Gameplay')
      console.log(`server killed: seen as reconnecting after ${seenMs.toFixed(0)} ms`)
    })

    test('[OB50] in the first seconds of a stream OBS is left alone, and goes to standby after them', async () => {
      bridge = rig({ url: obs.url, password: obs.password })
      bridge.setHealth('live')
      await bridge.connected()
      if ((await client.call('GetStreamStatus')).outputActive) await done('StopStream')
      await waitFor(() => !output().streaming, { what: 'the end of the last stream to be seen' })
      await done('StartStream')
      await waitFor(() => output().streaming, { what: 'the stream to be seen' })
      bridge.setHealth('degraded')
      await bridge.pass(2_000)
      expect(await obs.program()).toBe('Gameplay')
      await onProgram('Standby')
      bridge.setHealth('live')
      await onProgram('Gameplay')
    })

    test('[OB30] a recording alone is an output too', async () => {
      bridge = rig({ url: obs.url, password: obs.password, onlyWhenOutputActive: true })
      bridge.setHealth('live')
      await bridge.connected()
      if ((await client.call('GetStreamStatus')).outputActive) await done('StopStream')
      await waitFor(() => bridge.obs.status().automation.holding?.code === 'no-output', { what: 'the stream to end', timeoutMs: 10_000 })
      await done('StartRecord')
      await waitFor(() => output().recording, { what: 'the recording to be seen' })
      const late = rig({ url: obs.url, password: obs.password })
      await waitFor(() => late.obs.status().output.recording, { what: 'a late client to see it' })
      await late.close()
      expect(output()).toMatchObject({ active: true, streaming: false })
      bridge.setHealth('degraded')
      await onProgram('Standby')
      await done('StopRecord')
      await waitFor(() => !output().active, { what: 'the end of the recording', timeoutMs: 10_000 })
      // The way back is always open.
      bridge.setHealth('live')
      await onProgram('Gameplay')
    })

    test('[OB31] a server that takes nothing any more is seen before OBS gives it up', async () => {
      bridge = rig({ url: obs.url, password: obs.password })
      bridge.setHealth('live')
      await bridge.connected()
      if ((await client.call('GetStreamStatus')).outputActive) await done('StopStream')
      await client.call('SetProfileParameter', { parameterCategory: 'SimpleOutput', parameterName: 'VBitrate', parameterValue: '50000' })
      const { inputKinds } = await client.call('GetInputKindList')
      await client.call('CreateInput', {
        sceneName: 'Gameplay',
        inputName: 'noise',
        inputKind: inputKinds.find((kind) => kind.startsWith('xshm_input')) ?? 'xshm_input',
        inputSettings: {},
      })
      await done('StartStream')
      await waitFor(async () => (await client.call('GetStreamStatus')).outputBytes > 100_000, {
        what: 'the stream to flow',
        timeoutMs: 20_000,
      })
      const frozenAt = performance.now()
      sink.freeze()
      try {
        await waitFor(() => output().congested || output().reconnecting, { what: 'the trouble to be seen', timeoutMs: 20_000, everyMs: 20 })
        console.log(
          `server frozen: ${output().congested ? 'congested' : 'reconnecting'} after ${(performance.now() - frozenAt).toFixed(0)} ms, ` +
            `${output().skippedFrames} frames skipped`,
        )
        expect(bridge.obs.outputIsReconnecting()).toBe(true)
        expect(output().congested).toBe(true)
      } finally {
        sink.thaw()
      }
    })
  })
})
