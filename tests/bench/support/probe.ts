// Loaded before a program that is measured (`node --import`): says, when asked over IPC, what the process has used so far.

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

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  return { cpuMs: (user + system) / 1_000, rssBytes: rss, heapBytes: heapUsed, handleCount: process.getActiveResourcesInfo().length }
}

process.on('message', (message: UsageQuestion | { type: string }) => {
  if (message.type !== 'usage') return
  if ('collect' in message && message.collect) globalThis.gc?.()
  process.send?.({ type: 'usage', usage: usage() })
})
// Nothing is left behind by a bench that is cut short.
process.on('disconnect', () => process.exit())
