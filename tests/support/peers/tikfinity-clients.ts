import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { WebSocket as LibrarySocket } from 'ws'
import { strictFrame, type TikFinityFrame } from '../fixtures/tikfinity-frames.ts'

/** A client that reconnects, and counts gifts as TikFinity's clients do: when a streak ends. */
export interface TikFinityClient {
  frames: TikFinityFrame[]
  /** How often it was connected. */
  connections(): number
  stop(): void
}

/** As the clients that were looked at: 1 to 10 s. */
const RECONNECT_MS = 1_000

/** A program in Node with the library `ws`. */
export function libraryClient(port: number, options: { origin?: string; host?: string } = {}): TikFinityClient {
  const { origin, host = '127.0.0.1' } = options
  return reconnecting((on) => {
    const socket = new LibrarySocket(`ws://${host}:${port}/`, origin === undefined ? {} : { origin })
    socket.on('open', on.open)
    socket.on('message', (data: Buffer) => on.text(data.toString()))
    socket.on('error', () => undefined)
    socket.on('close', on.close)
    return () => socket.terminate()
  })
}

/** A page's WebSocket, as Node has it. `localhost` is ::1 first on many systems. */
export function pageClient(port: number): TikFinityClient {
  return reconnecting((on) => {
    const socket = new WebSocket(`ws://localhost:${port}`)
    socket.onopen = on.open
    socket.onmessage = ({ data }) => on.text(String(data))
    socket.onclose = on.close
    return () => socket.close()
  })
}

interface Callbacks {
  open: () => void
  text: (text: string) => void
  close: () => void
}

function reconnecting(connect: (on: Callbacks) => () => void): TikFinityClient {
  const frames: TikFinityFrame[] = []
  let connections = 0
  let isStopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let end = (): void => undefined
  const begin = (): void => {
    end = connect({
      open: () => (connections += 1),
      text: (text) => void frames.push(strictFrame(text)),
      close() {
        if (!isStopped) timer = setTimeout(begin, RECONNECT_MS)
      },
    })
  }
  begin()
  return {
    frames,
    connections: () => connections,
    stop() {
      isStopped = true
      clearTimeout(timer)
      end()
    },
  }
}

/** The least that a program in Python without any library needs to read the socket. It prints each frame as a line. */
const PYTHON = `
import base64, os, socket, struct, sys, time
def exactly(s, n):
    data = b''
    while len(data) < n:
        part = s.recv(n - len(data))
        if not part: raise OSError('closed')
        data += part
    return data
def run():
    s = socket.create_connection(('localhost', int(sys.argv[1])), 5)
    s.settimeout(60)
    key = base64.b64encode(os.urandom(16)).decode()
    s.sendall(('GET / HTTP/1.1\\r\\nHost: localhost:' + sys.argv[1] + '\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Key: ' + key + '\\r\\nSec-WebSocket-Version: 13\\r\\n\\r\\n').encode())
    head = b''
    while not head.endswith(b'\\r\\n\\r\\n'): head += exactly(s, 1)
    if b' 101 ' not in head: raise OSError('refused')
    while True:
        first, length = exactly(s, 2)
        if length == 126: length = struct.unpack('>H', exactly(s, 2))[0]
        elif length == 127: length = struct.unpack('>Q', exactly(s, 8))[0]
        data = exactly(s, length)
        if first & 15 == 1: print(data.decode('utf-8'), flush=True)
        elif first & 15 == 8: raise OSError('closed')
while True:
    try: run()
    except OSError: time.sleep(1)
`

/** A program in Python. `null` on a computer that has none. */
export async function pythonClient(port: number): Promise<TikFinityClient | null> {
  const frames: TikFinityFrame[] = []
  const child = spawn('python3', ['-c', PYTHON, String(port)], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, PYTHONUTF8: '1' },
  })
  const isThere = await new Promise<boolean>((resolve) => {
    child.once('spawn', () => resolve(true))
    child.once('error', () => resolve(false))
  })
  if (!isThere) return null
  process.once('exit', () => child.kill('SIGKILL'))
  let connections = 0
  createInterface(child.stdout).on('line', (line) => {
    const frame = strictFrame(line)
    if (frame.event === 'config') connections += 1
    frames.push(frame)
  })
  return { frames, connections: () => connections, stop: () => void child.kill('SIGKILL') }
}

/**
 * What a client has counted: pieces by streak, each at its end. `end` is the streak as the client knows it: two entries of one end are a gift
 * that was counted twice. What came after Standby had closed a streak is a short one of its own, with the same `streak`.
 */
export function countedGifts({ frames }: Pick<TikFinityClient, 'frames'>): { streak: string; end: string; pieces: number }[] {
  return frames.flatMap((frame) => {
    if (frame.event !== 'gift') return []
    const { giftType, repeatEnd, userId, giftId, groupId, repeatCount } = frame.data
    return giftType === 1 && !repeatEnd
      ? []
      : [{ streak: `${userId}-${giftId}-${groupId.split('-')[0]}`, end: `${userId}-${giftId}-${groupId}`, pieces: repeatCount }]
  })
}
