import { describe, expect, test } from 'vitest'
import type { Health } from '@standby/shared/protocol.ts'
import { nextProgram, type Program } from '../../../overlay/src/home/program.ts'

/** What is on program at each of these seconds and healths. */
function shown(steps: readonly [second: number, health: Health][]): string[] {
  let program: Program | null = null
  return steps.map(([second, health]) => (program = nextProgram(program, health, second * 1_000)).shows)
}

describe('Home page and setup', () => {
  test('[HM29] the monitor goes to the card when OBS would, and back when it has held for 3 s', () => {
    const run: [number, Health, string][] = [
      [0, 'live', 'overlay'],
      [1, 'reconnecting', 'overlay'],
      [11, 'degraded', 'card'],
      [25, 'live', 'card'],
      [27.9, 'live', 'card'],
      [28, 'live', 'overlay'],
      [29, 'live', 'overlay'],
    ]
    expect(shown(run.map(([second, health]) => [second, health]))).toEqual(run.map(([, , what]) => what))
  })

  test('[HM29] the card stays for at least 5 s, and another drop begins the 3 s again', () => {
    expect(
      shown([
        [0, 'degraded'],
        [0.5, 'live'],
        [3.6, 'live'],
        [5, 'live'],
      ]),
    ).toEqual(['card', 'card', 'card', 'overlay'])
    expect(
      shown([
        [0, 'degraded'],
        [9, 'live'],
        [11, 'reconnecting'],
        [12, 'live'],
        [14, 'live'],
        [15, 'live'],
      ]),
    ).toEqual(['card', 'card', 'card', 'card', 'card', 'overlay'])
    expect(
      shown([
        [0, 'degraded'],
        [9, 'offline'],
      ]),
    ).toEqual(['card', 'overlay'])
  })
})
