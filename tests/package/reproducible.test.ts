import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DIST, ROOT, sourceTime } from '../../packaging/tools.ts'

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')
const SUMS = join(DIST, 'SHA256SUMS')

/** The checkout in another folder, whose files are the same ones on the disk. */
function elsewhere(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'standby other place é ')), 'checkout')
  mkdirSync(folder)
  const names = readdirSync(ROOT).filter((name) => !['dist', '.git'].includes(name))
  execFileSync('cp', ['-al', ...names.map((name) => join(ROOT, name)), folder])
  return folder
}

describe.skipIf(process.platform === 'win32')('Packages', () => {
  test('[PK25] the packages are the same to the byte if they are made again in another folder', () => {
    const folder = elsewhere()
    try {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'packaging/package.ts'), 'all', '--quick'], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, SOURCE_DATE_EPOCH: String(sourceTime()), TZ: 'Asia/Tokyo', LC_ALL: 'C' },
      })
      expect(`${status} ${stdout}${stderr}`).toMatch(/^0 /)
      expect(readFileSync(join(folder, 'dist/SHA256SUMS'), 'utf8')).toBe(readFileSync(SUMS, 'utf8'))
    } finally {
      rmSync(join(folder, '..'), { recursive: true, force: true })
    }
  }, 900_000)

  test('[PK25] SHA256SUMS has every file that is published, with its right sum', () => {
    const listed = readFileSync(SUMS, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('  '))
    const published = readdirSync(DIST).filter((name) => name !== 'work' && name !== 'SHA256SUMS')
    expect(listed.map(([, name]) => name)).toEqual(published.sort())
    for (const [sum, name = ''] of listed) expect(hashOf(join(DIST, name))).toBe(sum)
    for (const suffix of ['.exe', '-windows-x64.zip', '-linux-x64.deb', '-linux-arm64.tar.gz', '-macos-arm64.zip', '.cdx.json', '.tgz']) {
      expect(published.some((name) => name.endsWith(suffix))).toBe(true)
    }
  })

  test('[PK2][PK4] each package in the archive has its licence text, and is in the list of parts', () => {
    const folder = mkdtempSync(join(tmpdir(), 'standby-licences-'))
    execFileSync('tar', ['-xzf', globSync(join(DIST, 'Standby-*-linux-x64.tar.gz'))[0] ?? '', '-C', folder])
    const inside = join(folder, globSync('Standby-*', { cwd: folder })[0] ?? '')
    const licences = readFileSync(join(inside, 'LICENCES.txt'), 'utf8')
    const bill = JSON.parse(readFileSync(globSync(join(DIST, '*.cdx.json'))[0] ?? '', 'utf8')) as { components: { 'bom-ref': string }[] }
    const refs = bill.components.map((one) => one['bom-ref'])
    const manifests = globSync('app/node_modules/**/package.json', { cwd: inside }).map(
      (file) => JSON.parse(readFileSync(join(inside, file), 'utf8')) as { name?: string; version?: string },
    )
    const packages = manifests.flatMap(({ name, version }) => (name !== undefined && version !== undefined ? [`${name}@${version}`] : []))
    expect(packages.length).toBeGreaterThan(10)
    for (const one of packages) {
      expect(refs).toContain(one)
      expect(licences).toContain(`\n${one.replace(/@([^@]+)$/, ' $1')}: `)
    }
    expect(existsSync(join(inside, 'CHANGES.txt'))).toBe(true)
    rmSync(folder, { recursive: true })
  })
})
