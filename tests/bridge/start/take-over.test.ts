import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { tookOver } from '@standby/bridge/start/take-over.ts'

let server: Server | null = null
afterEach(() => server?.close())

/** A Standby of this version that answers `quit` with a status; which data it was asked to quit with. */
async function running(version: unknown, status: number) {
  const asked: unknown[] = []
  server = createServer((request, response) => {
    if (request.method === 'GET') return response.end(JSON.stringify({ version }))
    request.on('data', (chunk: Buffer) => asked.push(JSON.parse(chunk.toString())))
    // No process has this number.
    return request.on('end', () => response.writeHead(status).end(JSON.stringify({ pid: 4_194_305 })))
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const take = (current: string) => tookOver(`http://127.0.0.1:${port}`, current, { port, dataDir: '/mine' })
  return { asked, take }
}

describe('Packages', () => {
  test('[PK26] a newer version has the older one with its data quit', async () => {
    const { asked, take } = await running('0.9.0', 202)
    expect(await take('0.10.0')).toBe(true)
    expect(asked).toEqual([{ dataDir: '/mine' }])
  })

  test('[PK26] one that uses other data, or does not quit, keeps its place', async () => {
    for (const status of [409, 404, 500]) {
      const { take } = await running('0.9.0', status)
      expect(await take('0.10.0')).toBe(false)
      server?.close()
    }
  })

  test.each(['0.10.0', '1.0.0', '', 3, null])(
    '[PK26] the same version, a newer one and nonsense (%j) are not asked to quit',
    async (version) => {
      const { asked, take } = await running(version, 202)
      expect(await take('0.10.0')).toBe(false)
      expect(asked).toEqual([])
    },
  )

  test('[PK26] an answer that is no answer of ours leaves everything as it is', async () => {
    expect(await tookOver('http://127.0.0.1:1', '9.9.9', { port: 1, dataDir: '/mine' })).toBe(false)
  })
})
