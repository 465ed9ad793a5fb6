import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { howToInstall, missingParts, notForThisComputer } from '../../run/system.ts'
import { onPath } from '../peers/executable.ts'
import { canRunObsBrowsers, digestProblem, OBS_BROWSERS } from './obs-browsers.ts'
import { filesInTar } from './tar.ts'

describe('Development', () => {
  test('[DV30] a package with another digest is no browser, and the reason names the digest', () => {
    for (const version of OBS_BROWSERS) {
      expect(digestProblem(version, Buffer.from('something else'))).toMatch(
        /^@sparticuz\/chromium@\d+\.0\.0 has the sha512 .{88}, not the pinned/,
      )
    }
  })

  test.skipIf(onPath('tar') === null)('[DV30] an archive gives its plain files, whatever their size', () => {
    const folder = mkdtempSync(join(tmpdir(), 'standby-tar-'))
    const contents = { 'a.txt': 'short', 'exact.bin': 'x'.repeat(512), 'long.bin': 'y'.repeat(1_300), 'empty.txt': '' }
    for (const [name, text] of Object.entries(contents)) writeFileSync(join(folder, name), text)
    execFileSync('tar', ['--format=ustar', '-cf', 'all.tar', ...Object.keys(contents)], { cwd: folder })
    const files = filesInTar(readFileSync(join(folder, 'all.tar')))
    expect(Object.fromEntries([...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]))).toEqual(contents)
    rmSync(folder, { recursive: true })
  })

  test('[DV29] a browser of OBS that is missing is said in one line, with what to do', () => {
    const line = howToInstall(['Chromium 103', 'Chromium 127'])
    expect(line).toMatch(canRunObsBrowsers() ? /^Chromium 103 and Chromium 127: connect .* to the internet/ : /can only run on Linux/)
    expect(line).not.toContain('\n')
    expect(notForThisComputer(['Chromium 103', 'OBS'])).toEqual(canRunObsBrowsers() ? [] : ['Chromium 103'])
    expect(missingParts([])).toEqual([])
  })
})
