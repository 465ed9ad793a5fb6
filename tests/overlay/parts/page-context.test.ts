import { cleanup, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import { describe, expect, test } from 'vitest'
import Dock from '../../../overlay/src/dock/dock.svelte'
import Home from '../../../overlay/src/home/home.svelte'
import { en, type Catalogue } from '../../../overlay/src/i18n/en.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'
import { renderWithin, settle } from '../../support/browser/creator-page.ts'
import { flat } from '../../support/browser/dock.ts'

const DOCK = { report: null, scheme: 'auto' as const, onscheme: () => undefined }
const shown = (): string => flat(screen.getByRole('main').textContent)

/** Of what the status says. */
const wordsOf = (catalogue: Catalogue): string[] => [catalogue.states.failed, catalogue.causes.sign.happened]

describe('Dock', () => {
  test.each(['dock', 'home'] as const)('[DK1] if the language of an open page changes, so do its texts: %s', async (page) => {
    const language = new SvelteMap<'now', Catalogue>([['now', en]])
    const context = {
      get catalogue() {
        return language.get('now')!
      },
    }
    const { feed } = page === 'dock' ? renderWithin(page, Dock, DOCK, context) : renderWithin(page, Home, {}, context)
    feed.show('failed')
    await settle()
    for (const word of wordsOf(en)) expect(shown()).toContain(word)
    const before = shown()
    language.set('now', fr)
    flushSync()
    for (const word of wordsOf(fr)) expect(shown()).toContain(word)
    // Whatever is on the page, a page that was French from the start shows the same.
    const changed = shown()
    expect(changed).not.toBe(before)
    cleanup()
    const fresh = page === 'dock' ? renderWithin(page, Dock, DOCK, { catalogue: fr }) : renderWithin(page, Home, {}, { catalogue: fr })
    fresh.feed.show('failed')
    await settle()
    expect(changed).toBe(shown())
  })
})
