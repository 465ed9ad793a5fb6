import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import WebSocket from 'ws'
import type { ServerMessage } from '@standby/shared/protocol.ts'
import { waitFor } from '../../../support/wait.ts'
import { MAIN, startFlags } from './measured.ts'

const ROOT = join(import.meta.dirname, '../../../..')

/** How a kind of start is begun. */
export interface StartKind {
  program: string
  args: readonly string[]
}

export const FROM_SOURCE: StartKind = { program: process.execPath, args: [...startFlags(), MAIN] }

/** A start of the package for this computer, made first; null: there is none for it, or it cannot be made here. Without a browser to open. */
export function packagedStart(): StartKind | null {
  if (process.platform !== 'linux') return null
  const { status } = spawnSync(process.execPath, [join(ROOT, 'packaging/package.ts'), 'linux', '--folders', '--here'], {
    cwd: ROOT,
    stdio: 'ignore',
  })
  const program = globSync(join(ROOT, `dist/work/Standby-*-linux-${process.arch}/standby`))[0]
  return status !== 0 || program === undefined ? null : { program, args: ['--background'] }
}

export interface Started {
  answerMs: number
  /** Null if it was not waited for. */
  eventMs: number | null
  /** What it had used some time after that, with the programs that started it; null where the system does not say. */
  used: { cpuMs: number; rssBytes: number } | null
}

export interface StartOptions {
  /** Kept over starts, as a person's is. */
  dataDir?: string
  /** Whether to wait for the first event of the demo. */
  waitsForEvent: boolean
  /** How long it lives after that. */
  thenMs?: number
  /** A look costs the program an answer. */
  lookEveryMs?: number
}

/** Starts it once, looks until it answers, and ends it. Its data are new unless given. */
export async function startOnce(kind: (port: number) => StartKind, options: StartOptions): Promise<Started> {
  const { waitsForEvent, thenMs = 0, lookEveryMs = 2 } = options
  const port = await freePort()
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'standby-bench-'))
  const env = {
    ...process.env,
    STANDBY_PORT: String(port),
    STANDBY_DATA_DIR: dataDir,
    OBS_WEBSOCKET_URL: 'ws://127.0.0.1:1',
    STANDBY_TIKFINITY_PORT: '',
  }
  const { program, args } = kind(port)
  const startedAt = performance.now()
  const child = spawn(program, args, { env, stdio: 'ignore' })
  const gone = once(child, 'exit')
  try {
    await waitFor(() => fetch(`http://127.0.0.1:${port}/healthz`), { what: 'the first answer', timeoutMs: 30_000, everyMs: lookEveryMs })
    const answerMs = performance.now() - startedAt
    if (!waitsForEvent) return { answerMs, eventMs: null, used: null }
    await firstEvent(`ws://127.0.0.1:${port}/ws`)
    const eventMs = performance.now() - startedAt
    await pause(thenMs)
    return { answerMs, eventMs, used: usedBy(child.pid ?? 0) }
  } finally {
    child.kill('SIGKILL')
    await gone
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Ticks of Linux's accounting, a second. */
const TICKS = 100

/** Of Linux, which counts a process from its first program on: a script that became the program is in it, and what that ran to its end. */
function usedBy(pid: number): { cpuMs: number; rssBytes: number } | null {
  if (process.platform !== 'linux') return null
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // After the name, which may have spaces: user, system, and those of what it waited for, are the fields 14 to 17 of all.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = fields.slice(11, 15).reduce((sum, value) => sum + Number(value), 0)
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  return { cpuMs: (ticks / TICKS) * 1_000, rssBytes: kilobytes * 1_024 }
}

function firstEvent(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address)
    socket.on('error', reject)
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as ServerMessage
      const events = message.type === 'snapshot' ? [...message.events, ...message.history] : message.type === 'update' ? message.events : []
      if (events.length === 0) return
      socket.terminate()
      resolve()
    })
  })
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
