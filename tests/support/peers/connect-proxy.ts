import { createServer, request } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import type { Proxy } from '@standby/bridge/sources/tiktok/upstream.ts'

export interface ConnectProxy {
  readonly proxy: Proxy
  /** What it was asked, in order: `GET http://…` or `CONNECT host:port`. */
  readonly asked: string[]
  /** The credentials it was given, decoded. */
  readonly credentials: string[]
  /** From now on every tunnel is answered with this status; null: it is opened. */
  refusal: number | null
  close(): Promise<void>
}

/** An HTTP proxy on this computer, by which every name leads to this computer and to the port that was asked for. */
export async function startConnectProxy(userInfo = ''): Promise<ConnectProxy> {
  const asked: string[] = []
  const credentials: string[] = []
  const sockets = new Set<Socket>()
  const noteCredentials = (header: string | undefined): void => {
    if (header !== undefined) credentials.push(Buffer.from(header.replace('Basic ', ''), 'base64').toString())
  }
  const server = createServer((incoming, answer) => {
    asked.push(`${incoming.method} ${incoming.url}`)
    noteCredentials(incoming.headers['proxy-authorization'])
    const url = new URL(incoming.url ?? '/')
    const onward = request(
      { host: '127.0.0.1', port: url.port || 80, method: incoming.method, path: url.pathname + url.search, headers: incoming.headers },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(answer)
      },
    )
    onward.on('error', () => answer.writeHead(502).end())
    incoming.pipe(onward)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  server.on('connect', (incoming, client) => {
    asked.push(`CONNECT ${incoming.url}`)
    noteCredentials(incoming.headers['proxy-authorization'])
    client.on('error', () => undefined)
    if (proxy.refusal !== null) return void client.end(`HTTP/1.1 ${proxy.refusal} No\r\n\r\n`)
    const onward = connect(Number(incoming.url?.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(client)
      client.pipe(onward)
    })
    sockets.add(onward)
    onward.on('error', () => client.destroy())
    client.on('close', () => onward.destroy())
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const proxy: ConnectProxy = {
    proxy: { url: `http://${userInfo}127.0.0.1:${port}/`, shown: `127.0.0.1:${port}`, from: 'HTTPS_PROXY', direct: '' },
    asked,
    credentials,
    refusal: null,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
  return proxy
}
