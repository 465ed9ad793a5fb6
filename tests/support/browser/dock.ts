import { fireEvent, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import Dock from '../../../overlay/src/dock/dock.svelte'
import type { PageContext } from '../../../overlay/src/parts/page-context.ts'
import type { FixtureName } from '../fixtures/states.ts'
import { fakePreferences, renderWithin, type CreatorPage, type FakePreferences } from './creator-page.ts'

export interface OpenDock extends Omit<CreatorPage, 'commands'> {
  preferences: FakePreferences
  schemes: string[]
}

interface DockOptions extends Partial<PageContext> {
  show?: FixtureName
  /** Sections that are open besides the usual ones. */
  open?: string[]
  report?: string | null
}

/** A dock of its own, before the bridge has said anything. */
export function openDock(options: DockOptions = {}): OpenDock {
  const { show, open = [], report = null, ...context } = options
  const preferences = fakePreferences(Object.fromEntries(open.map((name) => [`open.${name}`, 'yes'])))
  const schemes: string[] = []
  const props = { report, scheme: 'auto' as const, onscheme: (scheme: string) => void schemes.push(scheme) }
  const { feed, api, asks } = renderWithin('dock', Dock, props, { preferences, ...context })
  if (show !== undefined) feed.show(show)
  return { feed, api, asks, preferences, schemes }
}

/** Presses the button of this name. */
export async function tap(name: string | RegExp): Promise<void> {
  await fireEvent.click(screen.getByRole('button', { name }))
  flushSync()
}

/** What is read in the element of this test id, with single spaces. */
export function textOf(id: string): string {
  return flat(screen.getByTestId(id).textContent)
}

/** What is read in the region of this name, with single spaces. */
export function regionText(name: string | RegExp): string {
  return flat(screen.getByRole('region', { name }).textContent)
}

/** Terms and what they stand for, of the lists below `part`. */
export function termsOf(part: HTMLElement): Record<string, string> {
  const terms = [...part.querySelectorAll('dt')].map((term) => [flat(term.textContent), flat(term.nextElementSibling?.textContent ?? '')])
  return Object.fromEntries(terms) as Record<string, string>
}

export function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
