import { fireEvent, render, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import type { Get, Problem } from '../../../overlay/src/parts/api.ts'
import Dock from '../../../overlay/src/dock/dock.svelte'
import type { Memory } from '../../../overlay/src/dock/preferences.ts'
import type { DockProps } from '../../../overlay/src/dock/props.ts'
import type { Catalogue } from '../../../overlay/src/i18n/en.ts'
import { en } from '../../../overlay/src/i18n/en.ts'
import { fakeFeed, type FakeFeed } from '../fakes/fake-feed.ts'
import { fakePost, type FakePost } from '../fakes/fake-post.ts'
import { madeUpAnswer } from '../fixtures/answers.ts'
import type { FixtureName } from '../fixtures/states.ts'

/** Questions a page asks, and the made-up answers it gets. */
export interface FakeGet {
  get: Get
  /** Paths asked for so far. */
  asked: string[]
  /** What is answered from now on in place of what is made up: an answer by path, or a problem for all. */
  answer(next: Record<string, object> | Problem): void
}

export function fakeGet(now: () => number): FakeGet {
  const asked: string[] = []
  let given: Record<string, object> = {}
  let problem: Problem | null = null
  return {
    asked,
    get: (async (path: string) => {
      asked.push(path)
      if (problem !== null) return { ok: false, problem }
      const answer = given[path] ?? madeUpAnswer(path, now())
      if (answer === null) return { ok: false, problem: { type: 'odd-answer', status: 404 } }
      return { ok: true, answer }
    }) as Get,
    answer(next) {
      if ('type' in next) problem = next as Problem
      else [given, problem] = [next, null]
    },
  }
}

export function fakeMemory(kept: Record<string, string> = {}): Memory & { kept: Record<string, string> } {
  return {
    kept,
    read: (name) => kept[name] ?? null,
    write: (name, value) => void (kept[name] = value),
  }
}

export interface OpenDock {
  feed: FakeFeed
  api: FakePost
  asks: FakeGet
  memory: ReturnType<typeof fakeMemory>
  schemes: string[]
}

/** A dock of its own, before the bridge has said anything; `open` names sections that are open besides the usual ones. */
export function openDock(options: { show?: FixtureName; open?: string[]; catalogue?: Catalogue } & Partial<DockProps> = {}): OpenDock {
  const { show, open = [], catalogue = en, ...props } = options
  const feed = fakeFeed('dock')
  const api = fakePost()
  const asks = fakeGet(() => feed.bridge.now())
  const memory = fakeMemory(Object.fromEntries(open.map((name) => [`open.${name}`, 'yes'])))
  const schemes: string[] = []
  const given = { bridge: feed.bridge, ticks: feed.ticks, post: api.post, get: asks.get, memory, catalogue }
  const painting = { scheme: 'auto' as const, onscheme: (scheme: string) => void schemes.push(scheme) }
  render(Dock, {
    props: {
      ...given,
      inObs: false,
      report: null,
      hash: '',
      fetch: () => Promise.reject(new Error('nobody there')),
      ...painting,
      ...props,
    },
  })
  if (show !== undefined) feed.show(show)
  return { feed, api, asks, memory, schemes }
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
