import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import { demandsOf, type Demands } from '../support/browser/built-css.ts'
import { sharedChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { newerApis } from '../support/browser/newer-apis.ts'

// The browser of OBS 28 to 30.2 is Chromium 103. In a newer one the questions below are asked too, and answered more kindly.

const DIST = join(import.meta.dirname, '../../overlay/dist')
const SOURCES = join(import.meta.dirname, '../../overlay/src')
const built = (pattern: string): { file: string; text: string }[] =>
  globSync(pattern, { cwd: DIST }).map((file) => ({ file, text: readFileSync(join(DIST, file), 'utf8') }))

/** What may be missing in 103: a page is as good without it, or says the same in an older way beside it. */
const SPARED_DECLARATIONS = ['text-wrap: balance', 'text-wrap: pretty', 'line-clamp: inherit']
const NUMBERS_OF_103 = ['calc', 'clamp', 'max', 'min', 'var', 'env', 'minmax', 'repeat']
const COLOURS_OF_103 = [
  'rgb',
  'rgba',
  'hsl',
  'hsla',
  'url',
  'linear-gradient',
  'radial-gradient',
  'conic-gradient',
  'repeating-linear-gradient',
]
const MOVES_OF_103 = ['translate', 'translateX', 'translateY', 'scale', 'rotate', 'cubic-bezier', 'steps', 'inset', 'blur', 'drop-shadow']
const FUNCTIONS_OF_103 = [...NUMBERS_OF_103, ...COLOURS_OF_103, ...MOVES_OF_103]
const UNITS_OF_103 = ['px', 'em', 'rem', 'ch', 'vw', 'vh', 'vmin', 'vmax', 's', 'ms', 'deg', 'turn', 'fr', 'pt']
const AT_RULES_OF_103 = ['media', 'font-face', 'keyframes', 'supports', 'charset']

let browser: TestBrowser
beforeAll(async () => void (browser = await sharedChromium()))
afterAll(() => browser.close())

/** What this browser does not take of these demands, as sentences. */
async function refusedBy({ declarations, functions, units, selectors, queries, atRules }: Demands): Promise<string[]> {
  const { page } = await browser.newPage()
  const asked = await page.evaluate(
    (given) => [
      ...given.declarations
        .filter(({ property, value }) => !CSS.supports(property, value))
        .map(({ property, value }) => `${property}: ${value}`),
      ...given.selectors.filter((selector) => !CSS.supports(`selector(${selector})`)).map((selector) => `the selector ${selector}`),
      ...given.queries.filter((query) => matchMedia(query).media === 'not all').map((query) => `@media ${query}`),
    ],
    { declarations, selectors: selectors.flatMap(eachOf), queries },
  )
  await page.close()
  return [
    ...asked.filter((one) => !SPARED_DECLARATIONS.includes(one)),
    ...functions.filter((name) => !FUNCTIONS_OF_103.includes(name)).map((name) => `the function ${name}()`),
    ...units.filter((unit) => !UNITS_OF_103.includes(unit)).map((unit) => `the unit ${unit}`),
    ...atRules.filter((name) => !AT_RULES_OF_103.includes(name.replace(/^-webkit-/, ''))).map((name) => `@${name}`),
  ]
}

/** A list of selectors, one by one: a comma inside brackets parts nothing. */
function eachOf(list: string): string[] {
  return list.split(/,(?![^(]*\))/).map((selector) => selector.trim())
}

describe('Development', () => {
  test('[DV31] the oldest browser takes every declaration, selector and query of the built style sheets', async () => {
    const demands = demandsOf(built('assets/*.css').map(({ text }) => text))
    expect(demands.declarations.length).toBeGreaterThan(300)
    expect(demands.queries.length).toBeGreaterThan(3)
    expect(await refusedBy(demands)).toEqual([])
  })

  test('[DV31] it takes the styles that components set by name', async () => {
    const components = globSync('**/*.svelte', { cwd: SOURCES }).map((file) => readFileSync(join(SOURCES, file), 'utf8'))
    const names = new Set(components.flatMap((text) => [...text.matchAll(/\bstyle:([a-z][a-z-]*)/g)].map(([, name = '']) => name)))
    expect(names.size).toBeGreaterThan(0)
    const declarations = [...names].map((property) => ({ property, value: 'inherit' }))
    expect(await refusedBy({ declarations, functions: [], units: [], selectors: [], queries: [], atRules: [] })).toEqual([])
  })

  test('[DV31] a property, value, unit, function, selector, query or at-rule that it lacks is found', async () => {
    const made = `p { no-such-property: 1px; color: no-such-colour; width: 1no; --a: no-such(1px); --b: 2cqi }
      p:no-such { color: red } @media width <<< 1px { p { color: red } } @container (width > 1px) { p { color: red } }`
    const found = await refusedBy(demandsOf([made]))
    expect(found).toEqual([
      'no-such-property: 1px',
      'color: no-such-colour',
      'width: 1no',
      'the selector p:no-such',
      '@media width <<< 1px',
      'the function no-such()',
      'the unit cqi',
      '@container',
    ])
  })

  test('[DV31] the built scripts use nothing that is newer than Chromium 103', () => {
    const scripts = built('**/*.js')
    expect(scripts.length).toBeGreaterThan(5)
    expect(scripts.flatMap(({ file, text }) => newerApis(text, file))).toEqual([])
  })

  test.each([
    'a.toSorted()',
    'a.with(0, 1)',
    'const { checkVisibility: b } = a',
    'URL.canParse(a)',
    'Promise.withResolvers()',
    'Object.groupBy(a, b)',
    'AbortSignal.any([a])',
    'new Highlight()',
    '/[\\p{L}--a]/v.test(a)',
  ])('[DV31] it would be found in %s', (script) => {
    expect(newerApis(script, 'x.js')).toHaveLength(1)
  })

  test('[DV31] and what 103 has is not', () => {
    expect(newerApis('a.findLast(b); a.at(-1); structuredClone(a); URL.createObjectURL(a); /v/u; x = { Iterator: 1 }', 'x.js')).toEqual([])
  })
})
