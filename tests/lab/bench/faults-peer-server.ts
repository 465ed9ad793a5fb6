import { createServer } from 'node:http'
import { Server } from 'socket.io'
import { WebSocketServer } from 'ws'

// What most tools of this kind have between TikTok and their overlays: a socket that sends on what comes, here from the parent process.
const [kind = 'ws', port = '0'] = process.argv.slice(2)

const http = createServer()
let send: (event: unknown) => void
if (kind === 'ws') {
  const sockets = new WebSocketServer({ server: http })
  send = (event) => {
    const text = JSON.stringify(event)
    for (const client of sockets.clients) client.send(text)
  }
} else {
  const io = new Server(http, kind === 'socket.io with recovery' ? { connectionStateRecovery: {} } : {})
  send = (event) => void io.emit('event', event)
}
process.on('message', send)
process.once('disconnect', () => process.exit(0))
http.listen(Number(port), '127.0.0.1', () => {
  const address = http.address()
  process.send?.({ port: address !== null && typeof address === 'object' ? address.port : 0 })
})
