import { setTimeout as pause } from 'node:timers/promises'
import { LOOPBACK_ADDRESS } from '@standby/shared/loopback.ts'

const ANSWER_MS = 15_000
const ENDS_MS = 20_000
const LOOK_MS = 50

/**
 * Asks the Standby on this port that uses this data folder to quit, and waits until its process is gone. `none`: there is no such one.
 * `still-running`: it refused, did not answer, or has not ended after 20 s.
 */
export async function quitRunning(port: number, dataDir: string, answerMs = ANSWER_MS): Promise<'quit' | 'none' | 'still-running'> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ dataDir }),
    signal: AbortSignal.timeout(answerMs),
  }
  const response = await fetch(`http://${LOOPBACK_ADDRESS}:${port}/api/computer/quit`, init).catch((error: unknown) => error)
  // A busy one that says nothing is there all the same.
  if (!(response instanceof Response)) return isTimeout(response) ? 'still-running' : 'none'
  if (response.status === 404) return 'none'
  const answer: unknown = await response.json().catch(() => null)
  // 409: it uses other data, so it belongs to somebody else.
  if (response.status === 409) return 'none'
  const pid = typeof answer === 'object' && answer !== null && 'pid' in answer ? Number(answer.pid) : NaN
  if (!response.ok || !Number.isInteger(pid)) return 'still-running'
  for (let waited = 0; waited < ENDS_MS; waited += LOOK_MS) {
    if (!isAlive(pid)) return 'quit'
    await pause(LOOK_MS)
  }
  return 'still-running'
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError'
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process that may not be signalled is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
