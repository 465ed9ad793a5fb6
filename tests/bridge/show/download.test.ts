import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, afterEach, expect, test } from 'vitest'
import { createGet, createResolve } from '@standby/bridge/show/download.ts'
import { PICTURES, pngOfSize } from '../../support/fixtures/pictures.ts'

const servers: Server[] = []
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

const get = createGet({ timeoutMs: 1_000, maxBytes: 1_000 })
const png = PICTURES['image/png']

describe("Viewers' pictures", () => {
  test('[AV3] the address that was checked is the one that is asked, even if the name changes meanwhile', async () => {
    let host = ''
    const port = await serve((request, response) => {
      host = request.headers.host ?? ''
      response.end(png)
    })
    expect(await get(new URL(`http://nobody.invalid:${port}/a.png`), '127.0.0.1')).toMatchObject({ status: 200, bytes: png })
    expect(host).toBe(`nobody.invalid:${port}`)
  })

  test('[AV7] nothing of the creator goes out with it: no cookie, no referrer, no name of ours', async () => {
    let headers = {}
    const port = await serve((request, response) => {
      headers = request.headers
      response.setHeader('set-cookie', 'id=1').end(png)
    })
    for (let n = 0; n < 2; n += 1) await get(new URL(`http://127.0.0.1:${port}/a.png`), '127.0.0.1')
    expect(Object.keys(headers).sort()).toEqual(['accept', 'connection', 'host', 'user-agent'])
    expect(JSON.stringify(headers)).not.toMatch(/standby|node/i)
  })

  test('[AV7] more than the limit is not taken, said or not', async () => {
    let endless: NodeJS.Timeout | undefined
    const port = await serve((request, response) => {
      if (request.url === '/fits') return void response.end(pngOfSize(1_000))
      if (request.url === '/said') return void response.end(pngOfSize(1_001))
      endless = setInterval(() => response.write(pngOfSize(100)), 1)
      response.on('close', () => clearInterval(endless))
    })
    const size = async (path: string) => (await get(new URL(`http://127.0.0.1:${port}${path}`), '127.0.0.1')).bytes?.length ?? null
    expect([await size('/fits'), await size('/said'), await size('/endless')]).toEqual([1_000, null, null])
  })

  test('[AV7] a host that does not answer, answers drop by drop, or breaks off, is given up', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/broken') {
        response.writeHead(200, { 'content-length': '500' }).write(png)
        setTimeout(() => response.destroy(), 20)
      } else if (request.url === '/drops') {
        const drops = setInterval(() => response.write('x'), 50)
        response.on('close', () => clearInterval(drops))
      }
    })
    const impatient = createGet({ timeoutMs: 200, maxBytes: 1_000 })
    for (const path of ['/nothing', '/drops', '/broken']) {
      await expect(impatient(new URL(`http://127.0.0.1:${port}${path}`), '127.0.0.1')).rejects.toThrow()
    }
  })

  test('[AV4] a redirect is reported, not followed', async () => {
    let asked = 0
    const port = await serve((_request, response) => {
      asked += 1
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect(await get(new URL(`http://127.0.0.1:${port}/a`), '127.0.0.1')).toEqual({ status: 302, location: '/elsewhere', bytes: null })
    expect(asked).toBe(1)
  })

  test('[AV11] names are looked up one after the other, the same once, and one that hangs is given up', async () => {
    const asked: string[] = []
    const answers = new Map<string, (addresses: readonly string[]) => void>()
    const resolve = createResolve((host) => {
      asked.push(host)
      return new Promise((found) => answers.set(host, found))
    }, 200)
    const [first, again, second] = [resolve('a'), resolve('a'), resolve('b')]
    await new Promise(setImmediate)
    expect(asked).toEqual(['a'])
    answers.get('a')?.(['1.1.1.1'])
    expect(await Promise.all([first, again])).toEqual([['1.1.1.1'], ['1.1.1.1']])
    await expect(second).rejects.toThrow('no answer')
    expect(asked).toEqual(['a', 'b'])
    const late = resolve('b')
    answers.get('b')?.(['2.2.2.2'])
    expect(await late).toEqual(['2.2.2.2'])
  })
})
