import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { waitFor } from '../../../support/wait.ts'
import type { Usage, UsageQuestion } from './probe.ts'

const PROBE = pathToFileURL(join(import.meta.dirname, 'probe.ts')).href
const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')))

/** A program in a process of its own, which can be asked what it uses. */
export interface Measured {
  pid: number
  child: ChildProcess
  output(): string
  usage(collect?: boolean): Promise<Usage>
  /** Sends a message and waits for the answer of that type. */
  ask<Answer>(message: { type: string }, answerType: string): Promise<Answer>
  kill(): Promise<void>
}

const NOT_INHERITED = /^(STANDBY_|TIKTOK_|SIGN_API_|OBS_|RECONNECTION_|LOG_LEVEL$|VITEST|NODE_OPTIONS$)/

interface MeasuredOptions {
  args?: string[]
  /** What Node itself is told. */
  flags?: readonly string[]
  env?: Record<string, string>
}

export function startMeasured(file: string, { args = [], flags = [], env = {} }: MeasuredOptions = {}): Measured {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name)))
  const child = fork(file, args, {
    execArgv: [...flags, '--expose-gc', '--import', PROBE],
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000)))
  const gone = once(child, 'exit').then(() => void running.delete(child))

  const ask = <Answer>(message: { type: string }, answerType: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const listener = (answer: { type: string }): void => {
        if (answer.type !== answerType) return
        child.off('message', listener)
        resolve(answer as Answer)
      }
      child.on('message', listener)
      void gone.then(() => reject(new Error(`${file} ended before it answered ${message.type}. It had written:\n${output}`)))
      child.send(message)
    })

  return {
    pid: child.pid ?? 0,
    child,
    output: () => output,
    ask,
    async usage(collect = false) {
      const question: UsageQuestion = { type: 'usage', collect }
      return (await ask<{ usage: Usage }>(question, 'usage')).usage
    },
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

const ROOT = join(import.meta.dirname, '../../../..')
const mainOf = (root: string): string => join(root, 'bridge/start.mjs')
export const MAIN = mainOf(ROOT)

/** What `pnpm start` tells Node, so that what is measured is what a user starts. */
export function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } }
  return scripts.start.split(' ').filter((word) => word.startsWith('--'))
}

/** The bridge itself, as a user starts it, in a process of its own. `origin` is where it answers. `root`: whose it is. */
export async function startMeasuredBridge(
  dataDir: string,
  env: Record<string, string>,
  root: string = ROOT,
): Promise<Measured & { origin: string }> {
  const bridge = startMeasured(mainOf(root), {
    flags: startFlags(),
    env: {
      STANDBY_DATA_DIR: dataDir,
      STANDBY_PORT: '0',
      OBS_WEBSOCKET_URL: 'ws://127.0.0.1:1',
      STANDBY_PROBE_HOSTS: '',
      // One port for all would be the first bridge's, and the others would take that for a TikFinity.
      STANDBY_TIKFINITY_PORT: '',
      TIKFINITY_URL: 'ws://127.0.0.1:1',
      ...env,
    },
  })
  const origin = await waitFor(() => /(http:\/\/[^\s/]+:\d+)\/overlay\b/.exec(bridge.output())?.[1] ?? null, {
    what: 'the bridge to print its addresses',
    timeoutMs: 30_000,
    everyMs: 10,
  }).catch(async (error: unknown) => {
    await bridge.kill()
    throw new Error(`${String(error)}\n${bridge.output()}`)
  })
  return { ...bridge, origin }
}
