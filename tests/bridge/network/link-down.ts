import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { systemClock } from '@standby/bridge/clock.ts'
import { createProbe } from '@standby/bridge/network/probe.ts'
import type { Target } from '@standby/bridge/network/targets.ts'

// Run inside a network namespace of its own (`unshare -rn`): takes its only link down and up, and prints what the probe says each time.

const link = (state: 'up' | 'down'): void => void execFileSync('ip', ['link', 'set', 'lo', state])

async function listening(): Promise<{ port: number; close: () => void }> {
  const server = createServer((socket) => socket.on('error', () => undefined))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() }
}

link('up')
const upstream = await listening()
const neutral = await listening()
const targets: Target[] = [
  { host: 'tiktok.example', port: upstream.port, role: 'upstream' },
  { host: 'neutral.example', port: neutral.port, role: 'neutral' },
]
const { probe } = createProbe({ targets, clock: systemClock, resolve: () => Promise.resolve(['127.0.0.1']) })

const up = (await probe()).verdict
link('down')
const down = (await probe()).verdict
link('up')
const again = (await probe()).verdict
upstream.close()
const without = (await probe()).verdict
neutral.close()
console.log(JSON.stringify({ up, down, again, without }))
