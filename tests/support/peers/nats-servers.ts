import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../run/program.ts'
import { freePort } from '../obs/obs.ts'
import { waitFor } from '../wait.ts'
import { findNatsServer } from './nats-program.ts'

const DATA_ROOT = join(ROOT, 'tests/output/nats')

/** A real NATS server in a process of its own. */
export interface NatsServer {
  name: string
  url: string
  /** Ends it as a power cut would, or stops it where it is (`SIGSTOP`) until `SIGCONT`. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
  /** Starts it again on its files. */
  start(): void
}

export interface NatsServers {
  servers: NatsServer[]
  /** For `STANDBY_NATS_URL`. */
  url: string
  /** Resolves once every server can be used. */
  ready(): Promise<void>
  /** The server that leads a stream. */
  leaderOf(stream: string): Promise<NatsServer>
  close(): void
}

const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')))

/** Starts one server, or a cluster of three, on free ports and empty files. Resolves once JetStream can be used. */
export async function startNats(count: 1 | 3): Promise<NatsServers> {
  const program = findNatsServer()
  if (program === null) throw new Error('There is no nats-server 2.12 or later here. `pnpm test fleet` fetches it on Debian as root.')
  mkdirSync(DATA_ROOT, { recursive: true })
  const folder = mkdtempSync(join(DATA_ROOT, 'servers-'))
  const names = Array.from({ length: count }, (_, index) => `n${index + 1}`)
  const ports = new Map<string, { client: number; cluster: number; monitor: number }>()
  for (const name of names) ports.set(name, { client: await freePort(), cluster: await freePort(), monitor: await freePort() })
  const routes = [...ports.values()].map(({ cluster }) => `nats://127.0.0.1:${cluster}`)

  function serverOf(name: string): NatsServer {
    const { client, cluster, monitor } = ports.get(name)!
    const config = join(folder, `${name}.conf`)
    const clustered = `cluster { name: fleet, listen: "127.0.0.1:${cluster}", routes: [${routes.map((route) => `"${route}"`).join(', ')}] }`
    writeFileSync(
      config,
      [
        `server_name: ${name}`,
        `listen: "127.0.0.1:${client}"`,
        `http: "127.0.0.1:${monitor}"`,
        `jetstream { store_dir: ${JSON.stringify(join(folder, name))}, sync_interval: always }`,
        ...(count > 1 ? [clustered] : []),
      ].join('\n'),
    )
    let child: ChildProcess | null = null
    const server: NatsServer = {
      name,
      url: `nats://127.0.0.1:${client}`,
      signal: (signal) => void child?.kill(signal),
      start() {
        const log = openSync(join(folder, `${name}.log`), 'a')
        const started = spawn(program!, ['-c', config], { stdio: ['ignore', log, log] })
        child = started
        running.add(started)
        started.once('close', () => running.delete(started))
      },
    }
    server.start()
    return server
  }

  const servers = names.map(serverOf)
  async function ready(): Promise<void> {
    for (const { monitor } of ports.values()) {
      const isReady = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${monitor}/healthz`)).ok
      await waitFor(isReady, { what: 'a NATS server to be ready', timeoutMs: 20_000 })
    }
  }

  await ready()
  return {
    servers,
    ready,
    leaderOf: (stream) =>
      waitFor(
        async () => {
          const { monitor } = [...ports.values()][0]!
          const answer = leaderIn(await (await fetch(`http://127.0.0.1:${monitor}/jsz?accounts=true&streams=true`)).json())
          return servers.find(({ name }) => name === answer.get(stream))
        },
        { what: `a leader of ${stream}`, timeoutMs: 20_000 },
      ),
    url: servers.map(({ url }) => url).join(','),
    close: () => servers.forEach(({ signal }) => signal('SIGKILL')),
  }
}

interface Jsz {
  account_details?: { stream_detail?: { name: string; cluster?: { leader?: string } }[] }[]
}

/** The name of the server that leads, by stream. */
function leaderIn(answer: unknown): Map<string, string | undefined> {
  const streams = (answer as Jsz).account_details?.flatMap(({ stream_detail = [] }) => stream_detail) ?? []
  return new Map(streams.map(({ name, cluster }) => [name, cluster?.leader]))
}
