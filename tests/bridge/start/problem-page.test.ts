import { START_PROBLEMS_FR } from '@standby/shared/words/start-problems-fr.ts'
import { START_PROBLEMS_EN, type StartProblem } from '@standby/shared/words/start-problems.ts'
import { describe, expect, test } from 'vitest'
import { problemPage, problemPageInBoth, textsOf } from '@standby/bridge/start/problem-page.pure.ts'

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

  test('[PK20] the page that is made in advance says it in both languages, with a report to copy', () => {
    const problem: StartProblem = { code: 'cannot-run', params: { system: 'Windows 10' } }
    const page = problemPageInBoth(problem, 'Standby 1.2.3')
    for (const texts of [START_PROBLEMS_EN, START_PROBLEMS_FR]) {
      for (const words of [texts.title, texts.copy, ...Object.values(textsOf(problem, texts))]) expect(page).toContain(words)
    }
    expect(page.match(/<textarea/g)).toHaveLength(2)
    expect(page).toContain('<section lang="fr">')
    expect(page).not.toMatch(/https?:/)
  })

  test.each([
    ['fr', 'fr'],
    ['FR-be', 'fr'],
    ['en', 'en'],
    ['de-DE', 'en'],
    ['', 'en'],
    ['x-fr', 'en'],
  ])('[PK10] a system in %j reads it in %s', (locale, language) => {
    const texts = language === 'fr' ? START_PROBLEMS_FR : START_PROBLEMS_EN
    const page = problemPage({ code: 'unknown', params: {} }, '', locale)
    expect(page).toContain(`<html lang="${language}">`)
    for (const text of [texts.title, texts.report, texts.copy]) expect(page).toContain(text)
    expect(page).toContain(JSON.stringify(texts.copied))
  })

  test('[PK10] whatever stands in the report or in the name of a folder, it is text and no markup', () => {
    const signs = '<i title="x">a & b</i> <i>'
    const page = problemPage({ code: 'disk-full', params: { folder: signs } }, signs, 'en')
    const escaped = '&lt;i title=&quot;x&quot;&gt;a &amp; b&lt;/i&gt; &lt;i&gt;'
    expect(page.split(escaped)).toHaveLength(3)
    expect(page).not.toContain('<i')
  })
})
