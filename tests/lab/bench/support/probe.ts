import { syncBuiltinESMExports } from 'node:module'
import os from 'node:os'

// Loaded before a program that is measured (`node --import`): says, when asked over IPC, what the process has used so far, and sets its
// clocks as a person, a time server or a sleep of the computer would.

export interface Usage {
  cpuMs: number
  rssBytes: number
  heapBytes: number
  /** What keeps the process going: sockets, timers, files. */
  handleCount: number
}

export interface UsageQuestion {
  type: 'usage'
  /** Collect garbage first, where the program was started with `--expose-gc`. */
  collect: boolean
}

/** How far the time of day is set, and how long the computer slept unseen by the monotonic clock. */
export interface ClockChange {
  type: 'clocks'
  setByMs: number
  sleptMs: number
}

const [dayTime, sinceStart] = [Date.now, os.uptime]
let [aheadMs, asleepMs] = [0, 0]
Date.now = () => dayTime() + aheadMs
os.uptime = () => sinceStart() + asleepMs / 1_000
syncBuiltinESMExports()

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  return { cpuMs: (user + system) / 1_000, rssBytes: rss, heapBytes: heapUsed, handleCount: process.getActiveResourcesInfo().length }
}

process.on('message', (message: UsageQuestion | ClockChange | { type: '' }) => {
  if (message.type === 'clocks') {
    aheadMs += message.setByMs + message.sleptMs
    asleepMs += message.sleptMs
  }
  if (message.type !== 'usage') return
  if (message.collect) globalThis.gc?.()
  process.send?.({ type: 'usage', usage: usage() })
})
// Nothing is left behind by a bench that is cut short.
process.on('disconnect', () => process.exit())
