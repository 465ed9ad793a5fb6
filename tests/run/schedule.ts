export interface Job {
  name: string
  /** How many cores it keeps busy: 0.5 for one that mostly waits. */
  load: number
  /** Names of jobs that have to end before it starts, whatever their result. A name that is not among the jobs holds nobody up. */
  after?: string[]
}

/**
 * Runs jobs side by side, as many as `capacity` cores hold, in the order given: a job that does not fit lets later ones that do go first.
 * A job larger than the whole capacity runs alone. Resolves when all have ended; a job that throws ends the run with its error.
 */
export async function runJobs<T extends Job>(jobs: T[], capacity: number, run: (job: T) => Promise<void>): Promise<void> {
  const waiting = [...jobs]
  const running = new Map<T, Promise<T>>()
  while (waiting.length > 0 || running.size > 0) {
    for (let next = startable(waiting, [...running.keys()], capacity); next !== undefined;) {
      const job = next
      waiting.splice(waiting.indexOf(job), 1)
      running.set(
        job,
        run(job).then(() => job),
      )
      next = startable(waiting, [...running.keys()], capacity)
    }
    if (running.size === 0) throw new Error(`These jobs wait for each other: ${waiting.map(({ name }) => name).join(', ')}.`)
    running.delete(await Promise.race(running.values()))
  }
}

/** The first waiting job that may start now, if there is one. */
export function startable<T extends Job>(waiting: T[], running: T[], capacity: number): T | undefined {
  const open = new Set([...waiting, ...running].map(({ name }) => name))
  const used = running.reduce((sum, { load }) => sum + load, 0)
  return waiting.find(({ load, after = [] }) => {
    const isFree = !after.some((name) => open.has(name))
    return isFree && (running.length === 0 || used + load <= capacity)
  })
}
