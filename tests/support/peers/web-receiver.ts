import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

/** A server that keeps what it is sent. */
export interface WebReceiver {
  /** `http://127.0.0.1:…` */
  origin: string
  received: Received[]
  /** From now on; without it everything is answered with 200 and an empty object. */
  answer(how: (request: Received, response: ServerResponse) => void): void
  close(): Promise<void>
}

export async function webReceiver(): Promise<WebReceiver> {
  const received: Received[] = []
  let how: Parameters<WebReceiver['answer']>[0] = (_request, response) => void response.end('{}')
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => void chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const one: Received = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') }
      received.push(one)
      how(one, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (next) => void (how = next),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}
