import { createServer } from 'node:net'
import { LOOPBACK_ADDRESS } from '@standby/shared/loopback.ts'
import type { PortFacts } from './verdicts.ts'
import { reasonOf } from './look-data.ts'

/** A busy computer answers late, and a person would read that it is another program. */
const ASK_MS = 5_000

/** Whether the port can be had, and if not, who has it. */
export async function lookAtPort(host: string, port: number): Promise<PortFacts> {
  if (port === 0) return { state: 'any' }
  const code = await tryToListen(host, port)
  if (code === null) return { state: 'free' }
  if (code !== 'EADDRINUSE') return { state: 'refused', code }
  return whoHas(port)
}

function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(reasonOf(error)))
    server.listen(port, host, () => server.close(() => resolve(null)))
  })
}

export type PortOwner = { state: 'standby'; url: string } | { state: 'taken'; by: string }

/** Another Standby says so itself; a web server often names what it runs on; nothing is known of anything else. */
export async function whoHas(port: number): Promise<PortOwner> {
  const url = `http://${LOOPBACK_ADDRESS}:${port}`
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(ASK_MS), redirect: 'manual' })
    const answer: unknown = await response.json().catch(() => null)
    if (isStandby(answer)) return { state: 'standby', url }
    const server = /^[\w./ -]{2,40}$/.exec(response.headers.get('server') ?? '')?.[0]
    return { state: 'taken', by: server === undefined ? 'another web server' : `another web server (${server})` }
  } catch {
    return { state: 'taken', by: 'another program' }
  }
}

function isStandby(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'health' in answer && 'obs' in answer && 'storage' in answer
}
