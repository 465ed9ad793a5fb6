import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { infoPlist, linuxDesktop, linuxLauncher, macLauncher, windowsLauncher } from '../../packaging/launchers.ts'
import { componentOf, licenceText, merged, withTexts, type Component } from '../../packaging/licences.ts'
import { billOfMaterials } from '../../packaging/sbom.ts'
import { foreignParts } from '../../packaging/scan.ts'
import { NODE_FLAGS, TARGETS, targetsOf } from '../../packaging/targets.ts'
import { closureOf } from '../../packaging/vendor.ts'
import { ROOT } from './program.ts'

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'standby-packaging-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

const manifest = (name: string, dependencies: string[] = []): string =>
  JSON.stringify({ name, version: '1.0.0', license: 'MIT', dependencies: Object.fromEntries(dependencies.map((one) => [one, '*'])) })

const part = (name: string, licence: string, text = 'words'): Component => ({ name, version: '1.0.0', licence, text })

describe('Packages', () => {
  test('[PK1] each system has its own Node and password store, as the lock file has them', () => {
    const lock = readFileSync(join(ROOT, 'pnpm-lock.yaml'), 'utf8')
    const { optionalDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { optionalDependencies: object }
    expect(TARGETS.map(({ node }) => node.package).sort()).toEqual(Object.keys(optionalDependencies).sort())
    for (const { node, keyring } of TARGETS) {
      expect(lock).toMatch(new RegExp(`\\n {2}${node.package}@[\\d.]+:\\n {4}resolution: \\{integrity: sha512-`))
      expect(lock).toMatch(new RegExp(`\\n {2}'${keyring}@[\\d.]+':\\n {4}resolution: \\{integrity: sha512-`))
    }
    expect(targetsOf(['windows']).map(({ arch }) => arch)).toEqual(['x64'])
    expect(targetsOf([])).toBe(TARGETS)
    expect(() => targetsOf(['amiga'])).toThrow('No package is called amiga')
  })

  test('[PK1] a package starts with the same flags for Node as `pnpm start`', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } }
    const flags = NODE_FLAGS.join(' ')
    for (const text of [scripts.start, linuxLauncher(), macLauncher(), windowsLauncher()]) expect(text).toContain(flags)
  })

  test('[PK1] what a library needs goes along as Node would find it, nested versions too', () => {
    const modules = folderOf({
      'a/package.json': manifest('a', ['b', '@s/c']),
      'a/node_modules/b/package.json': manifest('b', ['d']),
      'b/package.json': manifest('b'),
      '@s/c/package.json': manifest('@s/c', ['b']),
      'd/package.json': manifest('d'),
      'unused/package.json': manifest('unused'),
    })
    expect(closureOf(modules, ['a']).map(({ path }) => path)).toEqual(['@s/c', 'a', 'a/node_modules/b', 'b', 'd'])
    expect(() => closureOf(modules, ['missing'])).toThrow('needs missing')
  })

  test('[PK3] tests, data, source maps and folders of the computer that made it are found in a package', () => {
    const clean = {
      'app/main.js': 'run()',
      'app/node_modules/tiktok-live-connector/dist/index.js.map': '{}',
      'app/node_modules/tiktok-live-connector/dist/index.d.ts': '',
      'app/node_modules/x/index.js': '//# sourceMappingURL=index.js.map',
    }
    expect(foreignParts(folderOf(clean), ['/home/maker'])).toEqual([])
    const odd: Record<string, string> = {
      'app/main.js': 'throw "/home/maker/standby"',
      'app/node_modules/x/tests/a.js': '',
      'app/node_modules/x/index.js.map': '{}',
      'app/recordings/one.json': '{}',
      'app/standby.db': '',
      'app/pages/assets/a.js': '//# sourceMappingURL=a.js.map',
      'app/settings.json': '{}',
      'app/x.test.js': '',
    }
    for (const path of Object.keys(odd)) expect(foreignParts(folderOf({ [path]: odd[path] ?? '' }), ['/home/maker'])).toHaveLength(1)
    expect(foreignParts(folderOf(odd), ['/home/maker'])).toHaveLength(Object.keys(odd).length)
  })

  test('[PK4] the licences name each part with its text, and what the TikTok library asks for', () => {
    const parts = merged([
      [part('b', 'MIT', ''), part('tiktok-live-connector', 'AGPL-3.0-only', 'section 7')],
      [part('b', 'MIT', 'texts'), part('a', 'ISC')],
    ])
    expect(parts.map(({ name, text }) => [name, text])).toEqual([
      ['a', 'words'],
      ['b', 'texts'],
      ['tiktok-live-connector', 'section 7'],
    ])
    const text = licenceText('OUR LICENCE', 'UNICODE LICENSE', parts)
    for (const words of ['OUR LICENCE', 'UNICODE LICENSE', 'a 1.0.0: ISC', 'section 7', 'tiktok-live-connector-1.0.0.tgz']) {
      expect(text).toContain(words)
    }
  })

  test('[PK4] a text in a README counts, others are kept here, and without any nothing is made', () => {
    const readme = 'Words\n\nCopyright (c) 2013 A &lt;a@b&gt;\n\nPermission is hereby granted, ... DEALINGS IN THE\nSOFTWARE.\n\n[links]'
    const folder = folderOf({ 'a/README.md': readme, 'b/LICENSE': 'own text', 'b/README.md': readme, 'texts/@s+c.txt': 'kept text' })
    const textOf = (path: string) => componentOf(folder, { name: path, version: '1.0.0', licence: 'MIT', path }).text
    expect(textOf('a')).toBe('Copyright (c) 2013 A <a@b>\n\nPermission is hereby granted, ... DEALINGS IN THE\nSOFTWARE.')
    expect(textOf('b')).toBe('own text')
    const added = withTexts([part('@s/c', 'MIT', ' '), part('d', 'MIT', 'of d')], join(folder, 'texts'))
    expect(added.map(({ text }) => text)).toEqual(['kept text', 'of d'])
    expect(() => withTexts([part('e', 'MIT', '')], folder)).toThrow('e 1.0.0 (MIT) has no licence text')
  })

  test('[PK2] the list of parts is CycloneDX, the same at each making', () => {
    const make = () => billOfMaterials('1.2.3', 1_700_000_000, [part('@s/c', 'MIT'), part('d', '(MIT OR ISC)')])
    expect(make()).toBe(make())
    expect(JSON.parse(make())).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { timestamp: '2023-11-14T22:13:20.000Z', component: { name: 'standby', version: '1.2.3' } },
      components: [
        { purl: 'pkg:npm/%40s/c@1.0.0', licenses: [{ license: { id: 'MIT' } }] },
        { purl: 'pkg:npm/d@1.0.0', licenses: [{ expression: '(MIT OR ISC)' }] },
      ],
    })
  })

  test.skipIf(process.platform === 'win32').each(['', 'file://'])(
    '[PK5] the entry in the archive starts the program beside it (%j before the path)',
    (scheme) => {
      const folder = join(folderOf({ 'a place é/standby': '#!/bin/sh\nprintf %s "$0"\n' }), 'a place é')
      chmodSync(join(folder, 'standby'), 0o755)
      const line = /^Exec=(.*)$/m.exec(linuxDesktop('anywhere'))?.[1] ?? ''
      // As the specification of desktop entries reads it: the value, then the arguments, then the field codes.
      const value = line.replaceAll('\\\\', '\\')
      const [, quoted = ''] = /^sh -c "((?:[^"\\]|\\.)*)" sh %k$/.exec(value) ?? []
      const script = quoted.replace(/\\(["`$\\])/g, '$1').replaceAll('%%', '%')
      const ran = execFileSync('sh', ['-c', script, 'sh', `${scheme}${folder}/standby.desktop`], { encoding: 'utf8' })
      expect(ran).toBe(join(folder, 'standby'))
      expect(linuxDesktop('installed')).toContain('\nExec=standby\n')
    },
  )

  test.skipIf(process.platform === 'win32')(
    '[PK20] without Node, or with one that does not run, the launchers open the page beside it',
    () => {
      for (const [launcher, opener, at] of [
        [linuxLauncher(), 'xdg-open', 'standby'],
        [macLauncher(), 'open', 'MacOS/Standby'],
      ] as const) {
        for (const files of [
          { 'Resources/app/start.js': '1' },
          { 'Resources/app/start.js': '', 'Resources/node': '' },
          { 'Resources/node': '' },
        ]) {
          const inner = at === 'standby' ? '' : 'Resources/'
          const named = Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace('Resources/', inner), text]))
          const folder = folderOf({ ...named, [at]: launcher, [`bin/${opener}`]: '#!/bin/sh\necho "$1"\n' })
          for (const path of [at, `bin/${opener}`]) chmodSync(join(folder, path), 0o755)
          const env = { PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` }
          const { status, stdout } = spawnSync('sh', [join(folder, at)], { encoding: 'utf8', env })
          expect([status, stdout.trim()]).toEqual([1, join(folder, inner, 'could-not-start.html')])
        }
      }
    },
  )

  test('[PK8] the app for macOS names its script, its version and the oldest system it runs on', () => {
    const plist = infoPlist('1.2.3')
    for (const words of ['<key>CFBundleExecutable</key><string>Standby</string>', '<string>1.2.3</string>', '<string>13.5</string>']) {
      expect(plist).toContain(words)
    }
    // It must end at once: macOS starts no second one while it runs.
    expect(macLauncher()).toMatch(/^nohup .* &$/m)
  })
})
