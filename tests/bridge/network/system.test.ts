import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import { describe, afterEach, expect, test } from 'vitest'
import { systemClock } from '@standby/bridge/clock.ts'
import { systemDial } from '@standby/bridge/network/dial.ts'
import { systemResolve } from '@standby/bridge/network/names.ts'
import { createProbe, type ProbeResult } from '@standby/bridge/network/probe.ts'
import { probeTargets, readProbeHosts, type Target } from '@standby/bridge/network/targets.ts'
import { startSimulator } from '@standby/bridge/simulator/simulator.ts'
import { waitFor } from '../../support/wait.ts'

// Against real sockets of this computer. Which host plays which part is made up.

const openSockets = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
const noSocket = (): Promise<unknown> => waitFor(() => openSockets() === 0, { what: 'the end of the sockets', everyMs: 5 })

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean()
  await noSocket()
})

const nothing = (code: string): Error => Object.assign(new Error(code), { code })

/** A port on this computer, and what came in on it. */
async function listener(host = '127.0.0.1') {
  const came = { connections: 0, bytes: 0, ended: 0 }
  const server: Server = createServer((socket) => {
    came.connections++
    socket.on('data', (data) => (came.bytes += data.length))
    socket.on('error', () => undefined)
    socket.on('close', () => came.ended++)
  })
  server.listen(0, host)
  await once(server, 'listening')
  cleanUp.push(() => server.close())
  return { port: (server.address() as AddressInfo).port, came, server }
}

/** A port on which nothing listens. */
async function refusingPort(): Promise<number> {
  const { port, server } = await listener()
  server.close()
  await once(server, 'close')
  return port
}

const probeOf = (targets: Target[], resolve = systemResolve) => createProbe({ targets, clock: systemClock, resolve })
const at = (port: number, role: Target['role'] = 'upstream', host = '127.0.0.1'): Target => ({ host, port, role })
const steps = ({ evidence }: ProbeResult): unknown[] =>
  evidence.map(({ dns, tcp }) => [dns, tcp].map((one) => ('code' in one ? one.code : one.outcome)))

describe('Network probe', () => {
  test('[NP4] a probe makes a handshake, sends not a byte, hangs up, and leaves no socket', async () => {
    const { port, came } = await listener()
    const { probe } = probeOf([at(port)])
    expect(await probe()).toMatchObject({ verdict: 'reachable' })
    await waitFor(() => came.ended === 1, { what: 'the end of the connection' })
    expect(came).toEqual({ connections: 1, bytes: 0, ended: 1 })
    await noSocket()
  })

  test('[NP4] nor after a hundred probes that were answered, refused or cancelled', async () => {
    const { port, came } = await listener()
    const refusing = await refusingPort()
    for (let round = 0; round < 100; round++) {
      const cancel = new AbortController()
      const done = probeOf([at(port), at(refusing)]).probe(cancel.signal)
      if (round % 3 === 0) cancel.abort()
      await done
    }
    await waitFor(() => came.ended === came.connections, { what: 'the end of all connections' })
    await noSocket()
    expect(came.bytes).toBe(0)
  })

  test('[NP1] ports that refuse, beside a neutral one that answers, are the other side', async () => {
    const [first, second, { port }] = [await refusingPort(), await refusingPort(), await listener()]
    const result = await probeOf([at(first), at(second), at(port, 'neutral')]).probe()
    expect(result.verdict).toBe('upstream')
    expect(steps(result)).toEqual([
      ['unasked', 'ECONNREFUSED'],
      ['unasked', 'ECONNREFUSED'],
      ['unasked', 'ok'],
    ])
  })

  test('[NP1] if all refuse, or no name can be looked up, it is the network', async () => {
    expect((await probeOf([at(await refusingPort()), at(await refusingPort(), 'neutral')]).probe()).verdict).toBe('network')
    const names = [at(443, 'upstream', 'one.invalid'), at(443, 'neutral', 'two.invalid')]
    const nameless = await probeOf(names, () => Promise.reject(nothing('ENOTFOUND'))).probe()
    expect(nameless.verdict).toBe('network')
    expect(steps(nameless)).toEqual([
      ['ENOTFOUND', 'unasked'],
      ['ENOTFOUND', 'unasked'],
    ])
  })

  test("[NP4] a name goes through the operating system's own lookup", async () => {
    const { port, came } = await listener()
    const result = await probeOf([at(port, 'upstream', 'localhost')]).probe()
    expect(result.verdict).toBe('reachable')
    expect(steps(result)).toEqual([['ok', 'ok']])
    await waitFor(() => came.ended === came.connections, { what: 'the end of all connections' })
  })

  test('[NP8] a name whose one family is refused is reached by the other', async () => {
    const { port } = await listener()
    const result = await probeOf([at(port, 'upstream', 'both.example')], () => Promise.resolve(['::1', '127.0.0.1'])).probe()
    expect(result.verdict).toBe('reachable')
  })

  const isLinux = process.platform === 'linux'

  /** A listener that never accepts, with its queue full: on Linux what comes then is swallowed, as on a line that lost its other end. */
  async function blackHole(): Promise<number> {
    const script = `
    const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:fs').writeSync(1, server.address().port + '\\n')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    })`
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    cleanUp.push(() => child.kill('SIGKILL'))
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const port = Number(line.toString())
    // They complete until the queue is full; the last ones hang. Those that are in it stay there, though their other end has gone.
    let arrived = 0
    const sockets = Array.from({ length: 6 }, () => connect(port, '127.0.0.1', () => (arrived += 1)))
    let before = 0
    const isFull = (): boolean => arrived > 0 && arrived === before
    await waitFor(() => isFull() || void (before = arrived), { what: 'the queue to be full', everyMs: 50 })
    for (const socket of sockets) socket.destroy()
    return port
  }

  test.skipIf(!isLinux)('[NP3] a place that swallows everything has 1.5 s, and leaves nothing behind', async () => {
    const port = await blackHole()
    const result = await probeOf([at(port)]).probe()
    expect(result).toMatchObject({ verdict: 'network', evidence: [{ tcp: { code: 'no answer' } }] })
    expect(result.tookMs).toBeGreaterThanOrEqual(1_490)
    await noSocket()
  })

  test.skipIf(!isLinux)('[NP10] cancelled in the middle of a handshake, it lets go of the socket', async () => {
    const port = await blackHole()
    await noSocket()
    const cancel = new AbortController()
    const done = probeOf([at(port)]).probe(cancel.signal)
    await waitFor(() => openSockets() > 0, { what: 'the socket', everyMs: 5 })
    cancel.abort()
    expect(await done).toBe(null)
    await noSocket()
  })

  test('[NP4] a handshake that was aborted before it began makes no socket', async () => {
    const { port, came } = await listener()
    await expect(systemDial('127.0.0.1', port, AbortSignal.abort(nothing('STOP')))).rejects.toMatchObject({ code: 'STOP' })
    expect(came.connections).toBe(0)
  })

  test('[NP6] the demo: its network drop is the network, and nobody outside is asked', async () => {
    const simulator = await startSimulator({ clock: systemClock, random: Math.random })
    cleanUp.push(() => simulator.close())
    const neutral = readProbeHosts(undefined)
    const targets = probeTargets(simulator.upstream(), neutral.ok ? neutral.hosts : [])
    const places: string[] = []
    const { probe, learn } = createProbe({
      targets,
      clock: systemClock,
      resolve: (host) => (places.push(host), systemResolve(host)),
      dial: (address, port, signal) => (places.push(address), systemDial(address, port, signal)),
    })
    await learn()
    expect((await probe()).verdict).toBe('reachable')
    await simulator.network(false)
    expect((await probe()).verdict).toBe('network')
    await simulator.network(true)
    expect((await probe()).verdict).toBe('reachable')
    expect(new Set(places)).toEqual(new Set(['127.0.0.1']))
  })

  const hasNamespaces = isLinux && spawnSync('unshare', ['-rn', 'ip', 'link', 'set', 'lo', 'up']).status === 0

  test.skipIf(!hasNamespaces)('[NP13] a real link that goes down and comes up again is told from one probe to the next', () => {
    const script = join(import.meta.dirname, 'link-down.ts')
    const { stdout, stderr, status } = spawnSync('unshare', ['-rn', process.execPath, script], { encoding: 'utf8', timeout: 30_000 })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({ up: 'reachable', down: 'network', again: 'reachable', without: 'upstream' })
  })
})
