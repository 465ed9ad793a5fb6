import { describe, expect, test } from 'vitest'
import { ALERT_IDS, type Alert } from '@standby/shared/alert.ts'
import { CHECK_IDS, checkText } from '@standby/shared/checks.ts'
import { CAUSE_KINDS } from '@standby/shared/connection/cause.ts'
import { WAY_PROBLEMS, WAYS } from '@standby/shared/connection/way.ts'
import { ALERT_TEXTS, alertSentence } from '@standby/shared/words/alerts.ts'
import { CAUSE_NAMES, CAUSE_TEXTS } from '@standby/shared/words/causes.ts'
import { CHECK_TEXTS, CHECK_TITLES } from '@standby/shared/words/checks.ts'
import { duration } from '@standby/shared/words/duration.ts'
import { OBS_TEXTS } from '@standby/shared/words/obs.ts'
import { FIELD_TEXTS, GET_TOKEN, REFUSAL_TEXTS, refusalText } from '@standby/shared/words/refusals.ts'
import { sentence } from '@standby/shared/words/sentence.ts'
import { SETUP_TEXTS } from '@standby/shared/words/setup.ts'
import { START_PROBLEMS_FR } from '@standby/shared/words/start-problems-fr.ts'
import { START_PROBLEMS_EN, type StartProblemTexts } from '@standby/shared/words/start-problems.ts'
import { PARTY_NAMES, WAY_LACKS, WAY_NAMES, WAY_PROBLEM_TEXTS } from '@standby/shared/words/ways.ts'

// Each sentence of the English catalogue, as a person reads it, is a line of english.txt. If you change a sentence, read that line, then
// run `pnpm exec vitest run --project unit tests/shared/words --update`.

const NUMBERS: Readonly<Record<string, number>> = { seconds: 75, least: 1, most: 60, freeMb: 999.4, mb: 1_000 }
const LISTS: readonly string[] = ['canvases', 'fallbacks', 'files', 'scenes', 'values']

/** Each gap of a sentence, filled with its own name, a number or two names. */
const gaps = new Proxy(
  {},
  {
    get: (_, name: string) => NUMBERS[name] ?? (LISTS.includes(name) ? [`${name} 1`, `${name} 2`] : `{${name}}`),
  },
)

function linesOf(catalogue: object): string[] {
  return Object.entries(catalogue).map(([code, said]: [string, unknown]) => {
    const text = typeof said === 'function' ? (said as (params: unknown) => unknown)(gaps) : said
    return `${code}: ${typeof text === 'string' ? text : JSON.stringify(text)}`
  })
}

const startLines = ({ problems, ...others }: StartProblemTexts): string[] => [...linesOf(others), ...linesOf(problems)]

function alertLines(): string[] {
  const figures: Alert['params'][] = [{}, { cause: 'not-found' }, { count: 3, failed: 2, cycles: 10, objectivePercent: 90 }]
  return ALERT_IDS.flatMap((id) => [
    ...figures.map((params) => `${id}: ${ALERT_TEXTS[id].happened(params)} ${ALERT_TEXTS[id].todo(params)}`),
    `${id}, over: ${alertSentence({ id, params: {}, clearedAt: 1 } as Alert)}`,
  ])
}

describe('Dock', () => {
  test('[DK1] [DK16] every English sentence reads as it is written down', async () => {
    const parts: Record<string, string[]> = {
      Causes: [...linesOf(CAUSE_TEXTS), ...linesOf(CAUSE_NAMES)],
      Alerts: alertLines(),
      OBS: linesOf(OBS_TEXTS),
      'Setting up OBS': linesOf(SETUP_TEXTS),
      Refusals: [...linesOf(REFUSAL_TEXTS), GET_TOKEN],
      Fields: [
        ...linesOf(FIELD_TEXTS),
        ...['boolean', 'number', 'int', 'string', 'array', 'object', 'record', 'toString'].map((expected) =>
          FIELD_TEXTS['field-kind']({ field: 'field', expected }),
        ),
      ],
      Ways: [WAY_NAMES, WAY_PROBLEM_TEXTS, WAY_LACKS, PARTY_NAMES].flatMap(linesOf),
      Checks: [...linesOf(CHECK_TITLES), ...linesOf(CHECK_TEXTS)],
      'Problems at the start': startLines(START_PROBLEMS_EN),
    }
    const text = Object.entries(parts).map(([heading, lines]) => `${heading}\n\n${lines.join('\n')}\n`)
    await expect(text.join('\n')).toMatchFileSnapshot('english.txt')
  })

  test('[DK1] an alert that is raised says what happened and what to do; a refusal may add a detail', () => {
    const alert = { id: 'storage', params: {}, clearedAt: null } as Alert
    expect(alertSentence(alert)).toBe(`${ALERT_TEXTS.storage.happened({})} ${ALERT_TEXTS.storage.todo({})}`)
    expect(refusalText('busy')).toBe(REFUSAL_TEXTS.busy)
    expect(refusalText('busy', 'More.')).toBe(`${REFUSAL_TEXTS.busy} More.`)
  })

  test.each<[string, object, readonly string[]]>([
    ['cause', CAUSE_TEXTS, CAUSE_KINDS],
    ['cause, in a word or two,', CAUSE_NAMES, CAUSE_KINDS],
    ['alert', ALERT_TEXTS, ALERT_IDS],
    ['check', CHECK_TITLES, CHECK_IDS],
    ['way', WAY_NAMES, WAYS],
    ['problem of a way', WAY_PROBLEM_TEXTS, WAY_PROBLEMS],
  ])('[DK1] each %s has its words, and there are no others', (_, texts, codes) => {
    expect(Object.keys(texts).sort()).toEqual([...codes].sort())
  })

  test('[DK1] a sentence has its code, what fills its gaps, and its English', () => {
    expect(sentence(OBS_TEXTS, 'next-back', { scene: 'Chat' })).toEqual({
      code: 'next-back',
      params: { scene: 'Chat' },
      text: 'back to “Chat”',
    })
    expect(checkText({ code: 'port-free', params: { port: 4747 } }, CHECK_TEXTS)).toEqual({ found: '4747 is free.', todo: null })
  })
})

describe('Packages', () => {
  test('[PK10] the French of a problem at the start reads as it is written down', async () => {
    await expect(`${startLines(START_PROBLEMS_FR).join('\n')}\n`).toMatchFileSnapshot('start-problems-fr.txt')
  })
})

describe('Overlay and standby card', () => {
  test.each([
    [-5_000, '0 s'],
    [499, '0 s'],
    [500, '1 s'],
    [59_499, '59 s'],
    [59_500, '1 min'],
    [60_000, '1 min'],
    [61_000, '1 min 1 s'],
    [120_000, '2 min'],
    [9 * 60_000 + 59_000, '9 min 59 s'],
    [10 * 60_000, '10 min'],
    [10 * 60_000 + 1_000, '10 min'],
    [59 * 60_000 + 59_000, '59 min'],
    [60 * 60_000, '1 h'],
    [61 * 60_000, '1 h 1 min'],
    [120 * 60_000, '2 h'],
    [121 * 60_000, '2 h 1 min'],
  ])('[OV15] %d ms are “%s”', (ms, text) => {
    expect(duration(ms)).toBe(text)
  })
})
