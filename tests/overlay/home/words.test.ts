import { cleanup, screen } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { en } from '../../../overlay/src/i18n/en.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'
import { home } from '../../support/browser/home.ts'
import { seenWords } from '../../support/browser/words.ts'
import { madeUpSettings } from '../../support/fixtures/setup.ts'
import { FIXTURES, type FixtureName } from '../../support/fixtures/states.ts'

const MOST_WORDS = 180
const NAMES = Object.keys(FIXTURES) as FixtureName[]
const NEW = { '/api/settings': madeUpSettings(null), '/api/obs/pages': { sources: [], pages: [] } }

describe('Home page and setup', () => {
  test.each(NAMES)('[HM35] at most 180 words until something is opened: %s', async (name) => {
    for (const catalogue of [en, fr]) {
      // Without a name the demo is on.
      for (const answers of FIXTURES[name](0).state.tiktok.demo ? [NEW, {}] : [{}]) {
        await home(name, answers, catalogue)
        const words = seenWords(document.body)
        expect(words.length, `${catalogue.language}: ${words.join(' ')}`).toBeLessThanOrEqual(MOST_WORDS)
        cleanup()
      }
    }
  })

  test.each(NAMES)('[HM36] every link has an address of its own: %s', async (name) => {
    await home(name)
    for (const link of screen.getAllByRole('link')) {
      const href = link.getAttribute('href') ?? ''
      expect(href).toMatch(/^(\/|https?:\/\/)/)
      expect(link.getAttribute('onclick')).toBeNull()
    }
  })
})
