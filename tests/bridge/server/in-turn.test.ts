import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished, describe, expect, test } from 'vitest'
import { inTurn } from '@standby/bridge/server/in-turn.ts'
import { createTurns } from '@standby/bridge/turns.ts'
import { waitFor } from '../../support/wait.ts'

/** A real server whose connections begin when `pass` says so. */
async function door(admit: (socket: Socket) => void = () => undefined) {
  const deferred: (() => void)[] = []
  const admitted: Socket[] = []
  const answered: string[] = []
  const server = createServer((request, response) => {
    answered.push(request.url ?? '')
    response.end('here')
  })
  const turns = createTurns((callback) => void deferred.push(callback))
  inTurn(server, turns, (socket) => {
    admitted.push(socket)
    admit(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
    for (const socket of admitted) socket.destroy()
  })

  async function ask(path: string): Promise<{ socket: Socket; text: () => string }> {
    const count = admitted.length
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (data: Buffer) => (text += data.toString()))
    socket.on('error', () => undefined)
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`)
    await waitFor(() => admitted.length > count, { what: 'the connection' })
    return { socket, text: () => text }
  }
  return { ask, admitted, answered, pass: () => deferred.shift()?.() }
}

describe('Feed', () => {
  test('[FD24] connections begin one in a turn, and none of their requests is lost while they wait', async () => {
    const { ask, answered, pass } = await door()
    const first = await ask('/first')
    const second = await ask('/second')
    expect(answered).toEqual([])
    pass()
    await waitFor(() => first.text().includes('here'), { what: 'the first answer' })
    expect(answered).toEqual(['/first'])
    pass()
    await waitFor(() => second.text().includes('here'), { what: 'the second answer' })
    expect(answered).toEqual(['/first', '/second'])
  })

  test('[FD24] a connection that is refused or fails while it waits takes no turn and harms nobody', async () => {
    let isFirst = true
    const { ask, admitted, answered, pass } = await door((socket) => {
      if (isFirst) socket.destroy()
      isFirst = false
    })
    await ask('/refused')
    const failed = await ask('/failed')
    failed.socket.resetAndDestroy()
    await waitFor(() => admitted[1]?.destroyed === true, { what: 'the reset to arrive' })
    const last = await ask('/last')
    pass()
    pass()
    pass()
    await waitFor(() => last.text().includes('here'), { what: 'the answer' })
    expect(answered).toEqual(['/last'])
  })
})
