import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { Alert, AlertId } from '@standby/shared/alert.ts'
import { createWebhook } from '@standby/bridge/alerts/webhook.ts'
import { readWebhookAddress } from '@standby/bridge/alerts/webhook-address.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { waitFor } from '../../support/wait.ts'
import { T0 } from './readings.ts'

export const SECRET = 'tok_n0t-for-the-l0g'

export interface Received {
  method: string | undefined
  url: string | undefined
  headers: IncomingMessage['headers']
  body: string
}

/** A webhook and a real receiver. `answers` are given in order; afterwards every request gets 204. */
export async function setUpWebhook(answers: ((response: ServerResponse) => void)[] = [], fetchWith: typeof fetch = fetch) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => void (body += chunk.toString()))
    request.on('end', () => {
      received.push({ method: request.method, url: request.url, headers: request.headers, body })
      const answer = answers.shift()
      if (answer === undefined) response.writeHead(204).end()
      else answer(response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const address = readWebhookAddress(`${origin}/hook/${SECRET}?key=${SECRET}`)
  if (!address.ok) throw new Error(address.message)
  const clock = fakeClock(T0)
  const lines: string[] = []
  let requests = 0
  const webhook = createWebhook({
    address: address.address,
    fetch: (...args) => {
      requests += 1
      return fetchWith(...args)
    },
    clock,
    random: () => 0.5,
    log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
  })
  onTestFinished(() => {
    webhook.dispose()
    server.closeAllConnections()
    server.close()
  })
  const send = (id: AlertId, clearedAt: number | null = null) => webhook.send({ alert: alert(id, clearedAt), username: 'some_one' })
  /** Waits until so many requests have come in. */
  const until = async (count: number) => {
    await waitFor(() => received.length >= count, { what: `${count} requests` })
  }
  const said = (text: string) => waitFor(() => lines.some((line) => line.includes(text)), { what: `"${text}" in the log` })
  return { webhook, clock, lines, received, send, until, said, origin, requestCount: () => requests }
}

export function alert(id: AlertId, clearedAt: number | null = null): Alert {
  return { id, severity: 'warning', raisedAt: T0, clearedAt, params: {} }
}

export const answer =
  (status: number, headers: Record<string, string> = {}, body = '') =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end(body)

/** Ids and events of the plain bodies, in the order they came. */
export const ids = (received: readonly Received[]) =>
  received.map(({ body }) => {
    const { event, alert: about } = JSON.parse(body) as { event: string; alert: Alert }
    return `${event} ${about.id}`
  })
