import { systemClock } from '@standby/bridge/clock.ts'
import { startDemo } from '@standby/bridge/simulator/demo.ts'
import { startFleet } from '../support/peers/fleet.ts'
import { canFetchNatsServer, fetchNatsServer, findNatsServer } from '../support/peers/nats-program.ts'
import { say } from './debian-root.ts'

// `pnpm fleet --local`: a fleet to look at, on one machine. Three servers, three workers and a TikTok of its own with six LIVEs.

const NAMES = ['anna', 'ben', 'cleo', 'dora', 'eva', 'fred']
const INSTALL = 'put nats-server 2.12 or later on the PATH (https://nats.io/download), then run this again'

/** Why there is no server, as one line; null if there is one. */
async function missing(): Promise<string | null> {
  if (findNatsServer() !== null) return null
  if (!canFetchNatsServer()) return `There is no nats-server here: ${INSTALL}.`
  say('Fetching nats-server from Debian’s newest release into node_modules/.cache …')
  const problem = await fetchNatsServer().catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
  return problem === null ? null : `nats-server could not be fetched (${problem}): ${INSTALL}.`
}

async function main(): Promise<void> {
  const problem = await missing()
  if (problem !== null) {
    console.error(problem)
    process.exitCode = 1
    return
  }
  say('Starting three servers and three workers …')
  const fleet = await startFleet(['w1', 'w2', 'w3'])
  const demos = NAMES.map((username) => startDemo({ simulator: fleet.sim, clock: systemClock, random: Math.random, uniqueId: username }))
  await fleet.want(...NAMES)
  await fleet.connected(...NAMES)
  const workers = fleet.workers()
  say(['', '  This fleet is on, with six made-up LIVEs.', ''].join('\n'))
  for (const [index, { origin, pid }] of workers.entries()) {
    say(`  Worker ${index + 1} (process ${pid})   ${origin}/overlay?channel=${NAMES[index] ?? ''}   ${origin}/api/fleet`)
  }
  say('\n  End one of these processes and look at its channels on another worker.   Stop with Ctrl+C.\n')
  const stop = (): void => {
    for (const demo of demos) demo.stop()
    void fleet.close().then(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
}

await main()
