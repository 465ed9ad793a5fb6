import { describe, expect, test } from 'vitest'
import { IS_RELEASE } from '../../support/drawn.ts'
import { runFleetModel } from '../../support/fakes/fleet-model.ts'
import { seeded } from '../../lab/bench/measure.ts'

// All of them take half a minute of a core.
const SCHEDULES = IS_RELEASE ? 10_000 : 300

describe('Fleet', () => {
  test('[FL1][FL2][FL3] in many schedules of faults a channel never has two owners', () => {
    const problems: string[] = []
    let takeovers = 0
    let fenced = 0
    for (let seed = 1; seed <= SCHEDULES; seed++) {
      const run = runFleetModel(seeded(seed))
      problems.push(...run.problems.map((problem) => `schedule ${seed}: ${problem}`))
      takeovers += run.takeovers
      fenced += run.fenced
    }
    expect(problems).toEqual([])
    // The schedules must have something in them.
    expect(takeovers).toBeGreaterThan(4 * SCHEDULES)
    expect(fenced).toBeGreaterThan(SCHEDULES / 200)
  })
})
