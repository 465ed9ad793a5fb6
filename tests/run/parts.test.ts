import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { OBS_BROWSERS } from '../support/browser/obs-browsers.ts'
import budgets from './budgets.json' with { type: 'json' }
import { PARTS, partsInBrowser, partsNamed, releaseParts, withSystem, type Part, type Project } from './parts.ts'
import { ROOT, runProgram } from './program.ts'

const inOld = (parts: Part[]): Project[] => parts.filter((part): part is Project => part.kind === 'project' && part.browser !== undefined)

describe('Development', () => {
  test('[DV36] what needs a program waits until it is installed, and nothing else does', () => {
    const [system, ...parts] = withSystem(PARTS)
    expect(system).toMatchObject({ kind: 'system' })
    const waiting = parts.filter((part) => part.kind !== 'system' && part.after?.includes(system!.name))
    expect(waiting.map(({ part }) => part)).toEqual(['obs', 'browser', 'browser-103', 'browser-127', 'fleet'])
    expect(withSystem(partsNamed(['lint', 'unit']) ?? []).map(({ part }) => part)).not.toContain('system')
  })

  test('[DV29] each run has chosen tests in both browsers of OBS, and a release has all of them', () => {
    expect(inOld(PARTS).map(({ browser }) => browser)).toEqual([...OBS_BROWSERS])
    for (const { files = [], needs, browser, part } of inOld(PARTS)) {
      expect(files.length).toBeGreaterThan(1)
      expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
      expect(needs).toEqual([`Chromium ${browser}`])
      expect(budgets).toHaveProperty(part)
    }
    expect(inOld(releaseParts()).map(({ browser, files }) => [browser, files])).toEqual(OBS_BROWSERS.map((browser) => [browser, undefined]))
  })

  test.each(OBS_BROWSERS)('[DV29] --browser %s has all tests of the browser, on a fresh build', (browser) => {
    expect(partsInBrowser(browser).map(({ part }) => part)).toEqual(['build', `browser-${browser}`])
    expect(inOld(partsInBrowser(browser)).map(({ files }) => files)).toEqual([undefined])
  })

  test('[DV29] --browser with a version that OBS does not have is refused with those that there are', async () => {
    const { code, output } = await runProgram(process.execPath, ['tests/run.ts', '--browser', '99'], { output: 'keep', timeoutMs: 30_000 })
    expect(code).toBe(1)
    expect(output).toMatch(/pnpm test --browser 103, or pnpm test --browser 127/)
  })
})
