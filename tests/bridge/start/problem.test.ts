import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { START_PROBLEMS_FR } from '@standby/shared/words/start-problems-fr.ts'
import { START_PROBLEMS_EN, type StartProblem } from '@standby/shared/words/start-problems.ts'
import { describe, expect, test } from 'vitest'
import { packageFacts } from '@standby/bridge/paths.ts'
import { missingFiles } from '@standby/bridge/start/missing-files.ts'
import { problemPage, problemPageInBoth, textsOf } from '@standby/bridge/start/problem-page.pure.ts'
import { problemOfCode } from '@standby/bridge/start/problem.ts'
import { quitRunning } from '@standby/bridge/start/quit-running.ts'

const folder = '/data <of> "Ada" & co'
const PROBLEMS: StartProblem[] = [
  { code: 'wrong-settings', params: {} },
  { code: 'port-taken', params: { port: 4747, by: 'another program' } },
  { code: 'port-taken-by-standby', params: { port: 4747 } },
  { code: 'port-refused', params: { port: 4747 } },
  { code: 'data-in-use', params: { folder } },
  { code: 'data-too-new', params: { folder } },
  { code: 'not-writable', params: { folder } },
  { code: 'disk-full', params: { folder } },
  { code: 'files-missing', params: { files: ['main.js'] } },
  { code: 'cannot-run', params: { system: 'Windows 10' } },
  { code: 'unknown', params: {} },
]

describe('Packages', () => {
  test('[PK10] each reason says what happened and what to do, in English and French', () => {
    expect(PROBLEMS.map(({ code }) => code).sort()).toEqual(Object.keys(START_PROBLEMS_EN.problems).sort())
    for (const problem of PROBLEMS) {
      for (const [locale, texts] of [
        ['en-GB', START_PROBLEMS_EN],
        ['fr-CA', START_PROBLEMS_FR],
      ] as const) {
        const { happened, todo } = textsOf(problem, texts)
        const page = problemPage(problem, 'report </textarea><script>', locale)
        const shown = page.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
        expect(shown).toContain(happened)
        expect(shown).toContain(todo)
        expect(page).toContain('report &lt;/textarea&gt;')
        expect(page).not.toMatch(/https?:/)
        expect(todo.length).toBeGreaterThan(40)
      }
    }
  })

  test('[PK79] the page that is made in advance says it in both languages, with a report to copy', () => {
    const problem: StartProblem = { code: 'cannot-run', params: { system: 'Windows 10' } }
    const page = problemPageInBoth(problem, 'Standby 1.2.3')
    for (const texts of [START_PROBLEMS_EN, START_PROBLEMS_FR]) {
      for (const words of [texts.title, texts.copy, ...Object.values(textsOf(problem, texts))]) expect(page).toContain(words)
    }
    expect(page.match(/<textarea/g)).toHaveLength(2)
    expect(page).toContain('<section lang="fr">')
    expect(page).not.toMatch(/https?:/)
  })

  test('[PK10] what the system says of a folder becomes a reason, and anything else does not', () => {
    expect(problemOfCode('ENOSPC', folder)?.code).toBe('disk-full')
    expect(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].map((code) => problemOfCode(code, folder)?.code)).toEqual(Array(4).fill('not-writable'))
    expect(problemOfCode('EADDRINUSE', folder)).toBeNull()
  })

  test('[PK9] a missing or damaged file is named; a folder without facts is a checkout', () => {
    const place = mkdtempSync(join(tmpdir(), 'standby-files-'))
    mkdirSync(join(place, 'pages'))
    writeFileSync(join(place, 'whole.js'), '1234')
    writeFileSync(join(place, 'pages/short.html'), '1')
    expect(missingFiles(place, { 'whole.js': 4, 'pages/short.html': 2, 'gone.js': 1 })).toEqual(['pages/short.html', 'gone.js'])
    expect(packageFacts(place)).toBeNull()
    const facts = { version: '1.2.3', connector: '2.5.0', builtAt: 1, releases: null }
    writeFileSync(join(place, 'standby.json'), JSON.stringify(facts))
    expect(packageFacts(place)).toEqual(facts)
  })

  test('[PK11] a Standby that is too busy to answer still runs', async () => {
    const server = createServer(() => undefined)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect(await quitRunning(port, '/mine', 50)).toBe('still-running')
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  test('[PK11] the command that ends a running Standby leaves other programs and other data alone', async () => {
    const asked: unknown[] = []
    let status = 404
    const server = createServer((request, response) => {
      let text = ''
      request.on('data', (chunk: Buffer) => (text += chunk.toString()))
      request.on('end', () => {
        asked.push(JSON.parse(text))
        response.writeHead(status).end('{}')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect(await quitRunning(port, '/mine')).toBe('none')
    status = 409
    expect(await quitRunning(port, '/mine')).toBe('none')
    status = 500
    expect(await quitRunning(port, '/mine')).toBe('still-running')
    expect(asked).toEqual(Array(3).fill({ dataDir: '/mine' }))
    await new Promise((resolve) => server.close(resolve))
    expect(await quitRunning(port, '/mine')).toBe('none')
  })
})
