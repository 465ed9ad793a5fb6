import { describe, expect, test } from 'vitest'
import { runProgram, runTool } from './program.ts'

const keep = { output: 'keep', timeoutMs: 30_000 } as const
const node = (...args: string[]): ReturnType<typeof runProgram> => runProgram(process.execPath, args, keep)

describe('Development', () => {
  test('[DV1] an unknown part is refused with the names of all parts, and still ends with the totals', async () => {
    const { code, output } = await node('tests/run.ts', 'units')
    expect(code).toBe(1)
    expect(output).toMatch(/No part is called units\. The parts: build, spec, obs, scenarios, lint, /)
    expect(output.split('\n').slice(-2)).toEqual(['0 passed, 1 failed', ''])
  })

  test('[DV2] a program that is missing, fails or never ends is distinguished from a good one', async () => {
    expect(await node('-e', 'console.log("well")')).toEqual({ code: 0, output: 'well\n' })
    expect((await node('-e', 'console.error("oh"); process.exit(3)')).code).toBe(3)
    expect(await runProgram('standby-has-no-such-program', [], keep)).toMatchObject({
      code: null,
      output: expect.stringMatching(/could not be started/),
    })
    const endless = await runProgram(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { ...keep, timeoutMs: 300 })
    expect(endless).toMatchObject({ code: null, output: expect.stringMatching(/was ended by SIGKILL after 0\.3 s/) })
  })

  test('[DV2] a tool is found through its package, on every system alike', async () => {
    expect(await runTool('oxlint', ['--version'], keep)).toMatchObject({ code: 0, output: expect.stringMatching(/^Version: \d/) })
  })
})
