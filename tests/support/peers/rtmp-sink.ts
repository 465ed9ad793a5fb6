import { fork, type ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { OBSWebSocket } from 'obs-websocket-js/json'
import { freePort } from '../obs/obs.ts'
import { waitFor } from '../wait.ts'

const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')))

/** A place on this computer to stream to, that can fail as a network does. */
export interface RtmpSink {
  /** Makes it the service an OBS streams to, with quick retries. */
  useIn(client: OBSWebSocket): Promise<void>
  /** Gone in the middle of the stream. */
  kill(): Promise<void>
  /** Takes nothing in any more, and says nothing. */
  freeze(): void
  thaw(): void
  start(): Promise<void>
}

export async function startRtmpSink(): Promise<RtmpSink> {
  const port = await freePort()
  let child: ChildProcess | null = null

  async function kill(): Promise<void> {
    const old = child
    child = null
    if (old === null || old.exitCode !== null || old.signalCode !== null) return
    const gone = new Promise((resolve) => old.once('exit', resolve))
    old.kill('SIGKILL')
    await gone
    running.delete(old)
  }

  async function start(): Promise<void> {
    await kill()
    child = fork(join(import.meta.dirname, 'rtmp-server.js'), [String(port)], { stdio: 'ignore', execArgv: [] })
    running.add(child)
    await waitFor(() => listens(port), { what: 'the RTMP sink to listen', timeoutMs: 10_000 })
  }

  await start()
  return {
    async useIn(client) {
      const server = `rtmp://127.0.0.1:${port}/live`
      await client.call('SetStreamServiceSettings', {
        streamServiceType: 'rtmp_custom',
        streamServiceSettings: { server, key: 'test', use_auth: false },
      })
      const set = { parameterCategory: 'Output', parameterName: 'RetryDelay', parameterValue: '1' }
      await client.call('SetProfileParameter', set)
    },
    kill,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    start,
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const answer = (value: boolean): void => {
      socket.destroy()
      resolve(value)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}
