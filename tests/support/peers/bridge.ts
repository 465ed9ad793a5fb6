import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { patience, waitFor } from '../wait.ts'

const ROOT = join(import.meta.dirname, '../../..')
const MAIN = join(ROOT, 'bridge/start.mjs')
// Kept after a run, for whoever asks why it failed; `pnpm test` empties the folder when it starts.
const DATA_ROOT = join(ROOT, 'tests/output/bridges')
const STOP_LIMIT_MS = 10_000
const NOT_INHERITED = /^(STANDBY_|TIKTOK_|SIGN_API_|OBS_|RECONNECTION_|LOG_LEVEL$|VITEST|NODE_OPTIONS$)/

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface TestBridge {
  /** Where it answers, without a slash at the end: `http://127.0.0.1:40123`. */
  origin: string
  port: number
  url: { home: string; overlay: string; standby: string; dock: string; feed: string }
  dataDir: string
  pid: number
  /** All it has written to stdout and stderr so far. */
  output(): string
  exited: Promise<Exit>
  /** Asks it to end (SIGTERM) and waits; an error after 10 s (longer on a busy computer), when it is killed. */
  stop(): Promise<Exit>
  /** Ends it the hard way (SIGKILL), as a crash or a power cut would. The data directory stays. */
  kill(): Promise<Exit>
}

export interface BridgeOptions {
  /** Settings on top of a clean environment: none of the project's own variables is inherited. */
  env?: Record<string, string>
  /** Start again in the directory of an earlier bridge. */
  dataDir?: string
  readyMs?: number
}

const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')))

/** A new, empty data directory. */
export function newDataDir(): string {
  mkdirSync(DATA_ROOT, { recursive: true })
  return mkdtempSync(join(DATA_ROOT, 'data-'))
}

/**
 * Starts a real bridge as its own process, on a free port, with no OBS to find unless `env` names one.
 * Returns once it has printed its addresses; an error with all it wrote if it ends before that.
 */
export async function startBridge(options: BridgeOptions = {}): Promise<TestBridge> {
  const { env = {}, dataDir = newDataDir(), readyMs = 60_000 } = options
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name))
  const child = spawn(process.execPath, [MAIN], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(inherited),
      STANDBY_DATA_DIR: dataDir,
      STANDBY_PORT: '0',
      // The passwords of tests are nothing for the store of whoever runs them.
      STANDBY_SECRETS: 'file',
      // Nobody listens on port 1: an OBS that happens to run here stays untouched.
      OBS_WEBSOCKET_URL: 'ws://127.0.0.1:1',
      // One port for all would be the first bridge's, or a real TikFinity's.
      STANDBY_TIKFINITY_PORT: '',
      TIKFINITY_URL: 'ws://127.0.0.1:1',
      ...env,
    },
  })
  running.add(child)
  const output = collect(child)
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      running.delete(child)
      resolve({ code, signal })
    })
  })

  const origin = await printedOrigin(output, exited, readyMs).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw error
  })
  const kill = (): Promise<Exit> => {
    child.kill('SIGKILL')
    return exited
  }
  return {
    origin,
    port: Number(new URL(origin).port),
    url: {
      home: `${origin}/`,
      overlay: `${origin}/overlay`,
      standby: `${origin}/standby`,
      dock: `${origin}/dock`,
      feed: `${origin.replace(/^http/, 'ws')}/ws`,
    },
    dataDir,
    pid: child.pid ?? 0,
    output,
    exited,
    async stop() {
      child.kill('SIGTERM')
      let isLate = false
      const late = setTimeout(() => {
        isLate = true
        void kill()
      }, patience(STOP_LIMIT_MS))
      const exit = await exited
      clearTimeout(late)
      if (isLate) throw new Error(`The bridge did not end in time after it was asked to. It had written:\n${output()}`)
      return exit
    },
    kill,
  }
}

function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8')
    stream?.on('data', (chunk: string) => (text += chunk))
  }
  return () => text
}

/** The address in front of `/overlay`: other addresses may stand in the log, that path only belongs to the bridge. */
async function printedOrigin(output: () => string, exited: Promise<Exit>, readyMs: number): Promise<string> {
  let exit: Exit | null = null
  void exited.then(
    (value) => (exit = value),
    () => (exit = { code: null, signal: null }),
  )
  const found = await waitFor(() => /(http:\/\/[^\s/]+:\d+)\/overlay\b/.exec(output())?.[1] ?? exit, {
    what: 'the bridge to print its addresses',
    timeoutMs: readyMs,
    everyMs: 25,
  }).catch((error: unknown) => {
    throw new Error(`${error instanceof Error ? error.message : String(error)} It had written:\n${output()}`)
  })
  if (typeof found === 'string') return found
  throw new Error(`The bridge ended before it printed its addresses (exit code ${String(found.code)}). It had written:\n${output()}`)
}
