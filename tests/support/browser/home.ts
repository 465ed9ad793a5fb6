import Home from '../../../overlay/src/home/home.svelte'
import { en } from '../../../overlay/src/i18n/en.ts'
import type { FixtureName } from '../fixtures/states.ts'
import { renderWithin, settle, type CreatorPage } from './creator-page.ts'

export { settle }

/** A home page of its own, and the bridge it talks to. */
export interface OpenHome extends CreatorPage {
  /** Lets answers that are on their way arrive. */
  settle(): Promise<void>
}

export async function home(name: FixtureName, answers: Record<string, object> = {}, catalogue = en, hash = ''): Promise<OpenHome> {
  const page = renderWithin('home', Home, {}, { answers, catalogue, hash })
  page.feed.show(name)
  await settle()
  return { ...page, settle }
}
