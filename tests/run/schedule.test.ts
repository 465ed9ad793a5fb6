import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runJobs, startable, type Job } from './schedule.ts'

const job = (name: string, load: number, after: string[] = []): Job => ({ name, load, after })

describe('Development', () => {
  test('[DV20] jobs start in order as far as there is room, and a small one may pass a large one', () => {
    const waiting = [job('large', 2), job('small', 1)]
    expect(startable(waiting, [job('other', 0.5)], 2.5)?.name).toBe('large')
    expect(startable(waiting, [job('other', 1)], 2.5)?.name).toBe('small')
    expect(startable(waiting, [job('other', 2)], 2.5)).toBeUndefined()
  })

  test('[DV20] a job that is too large for the machine runs alone', () => {
    expect(startable([job('huge', 9)], [], 2)?.name).toBe('huge')
    expect(startable([job('huge', 9)], [job('other', 0.5)], 2)).toBeUndefined()
  })

  test('[DV20] a job waits for those it names while they wait or run, and for no job that is not there', () => {
    const pages = job('pages', 1, ['build'])
    expect(startable([pages], [job('build', 1)], 4)).toBeUndefined()
    expect(startable([pages, job('build', 1)], [], 4)?.name).toBe('build')
    expect(startable([pages], [], 4)?.name).toBe('pages')
  })

  test('[DV20] every job runs once, after what it waits for, and never more at a time than fit', async () => {
    const jobsOf = fc.array(fc.record({ load: fc.constantFrom(0.5, 1, 2), waitsFor: fc.array(fc.nat(9), { maxLength: 2 }) }), {
      maxLength: 10,
    })
    await fc.assert(
      fc.asyncProperty(jobsOf, fc.constantFrom(2, 2.5, 4), async (drawn, capacity) => {
        const jobs = drawn.map(({ load, waitsFor }, index) =>
          job(String(index), load, waitsFor.filter((other) => other < index).map(String)),
        )
        const ended: string[] = []
        let load = 0
        await runJobs(jobs, capacity, async (one) => {
          load += one.load
          expect(load).toBeLessThanOrEqual(capacity)
          for (const name of one.after ?? []) expect(ended).toContain(name)
          await Promise.resolve()
          load -= one.load
          ended.push(one.name)
        })
        expect([...ended].sort()).toEqual(jobs.map(({ name }) => name).sort())
      }),
    )
  })

  test('[DV20] jobs that wait for each other are an error with their names, not a run without an end', async () => {
    await expect(runJobs([job('a', 1, ['b']), job('b', 1, ['a'])], 2, () => Promise.resolve())).rejects.toThrow('wait for each other: a, b')
  })
})
