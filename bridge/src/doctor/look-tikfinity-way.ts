import type { Clock } from '@standby/shared/clock.ts'
import type { WayProblem } from '@standby/shared/connection/way.ts'
import { WebSocket } from 'ws'
import { readFrame } from '../sources/tikfinity/read.pure.ts'
import { portAnswers } from '../sources/local-port.ts'
import type { TikFinityWayFacts } from './verdicts.ts'

const TIMEOUT_MS = 2_000
const MAX_FRAME_BYTES = 512 * 1024

export interface TikFinityWay {
  isOn: boolean
  /** Of Standby's own socket for TikFinity's clients; null if there is none. */
  ownPort: number | null
  clock: Clock
}

/** Listens to the feed at this address for its first frame, and sends nothing. Never rejects. */
export async function lookAtTikFinityWay(url: string, { isOn, ownPort, clock }: TikFinityWay): Promise<TikFinityWayFacts> {
  const { host, port } = new URL(url)
  if (!(await portAnswers(url, clock))) return { host, isOn, state: 'absent' }
  const found = Promise.withResolvers<WayProblem | null>()
  const socket = new WebSocket(url, { handshakeTimeout: TIMEOUT_MS, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false })
  socket.on('error', () => found.resolve('not-its-program'))
  // A feed without a LIVE need not say anything.
  const cancel = clock.after(TIMEOUT_MS, () => found.resolve(socket.readyState === WebSocket.OPEN ? null : 'not-its-program'))
  socket.on('message', (data, isBinary) => {
    const frame = isBinary ? null : readFrame((data as Buffer).toString('utf8'))
    if (frame === null || frame.type === 'unusable') found.resolve('not-its-program')
    else found.resolve(frame.type === 'config' && frame.isStandby ? 'is-standby' : null)
  })
  const problem = await found.promise
  cancel()
  socket.terminate()
  // Standby's own socket has the usual port as long as TikFinity does not run.
  if (problem === 'is-standby' && Number(port) === ownPort) return { host, isOn, state: 'absent' }
  return { host, isOn, state: problem === null ? 'running' : problem }
}
