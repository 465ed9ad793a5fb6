import { render } from '@testing-library/svelte'
import { flushSync, type Component } from 'svelte'
import type { Get, Problem } from '../../../overlay/src/parts/api.ts'
import type { PageContext } from '../../../overlay/src/parts/page-context.ts'
import type { Preferences } from '../../../overlay/src/parts/preferences.ts'
import WithinPage from '../../../overlay/src/parts/within-page.svelte'
import { en } from '../../../overlay/src/i18n/en.ts'
import { fakeFeed, type FakeFeed } from '../fakes/fake-feed.ts'
import { fakePost, type FakePost } from '../fakes/fake-post.ts'
import { fakeSend, type FakeSend } from '../fakes/fake-send.ts'
import { madeUpAnswer } from '../fixtures/answers.ts'

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

export interface FakePreferences extends Preferences {
  kept: Record<string, string>
}

export function fakePreferences(kept: Record<string, string> = {}): FakePreferences {
  return {
    kept,
    read: (name) => kept[name] ?? null,
    write: (name, value) => void (kept[name] = value),
  }
}

/** The other end of a page: its bridge, and what it sends and asks. */
export interface CreatorPage {
  feed: FakeFeed
  api: FakePost
  asks: FakeGet
  commands: FakeSend
}

export interface CreatorPageOptions extends Partial<PageContext> {
  /** What questions are answered from the start, see `FakeGet`. */
  answers?: Record<string, object> | Problem
}

/** Renders a component of the creator's pages within a page of its own. `options` replace parts of its made-up context. */
export function renderWithin<Props extends Record<string, unknown>>(
  page: 'dock' | 'home' | 'reports' | 'channels',
  component: Component<Props>,
  props: Props,
  options: CreatorPageOptions = {},
): CreatorPage {
  const feed = fakeFeed(page)
  const [api, asks, commands] = [fakePost(), fakeGet(() => feed.bridge.now()), fakeSend()]
  asks.answer(options.answers ?? {})
  const madeUp: PageContext = {
    catalogue: en,
    bridge: feed.bridge,
    ticks: feed.ticks,
    post: api.post,
    send: commands.send,
    get: asks.get,
    fetch: () => Promise.reject(new Error('nobody there')),
    channel: null,
    preferences: fakePreferences(),
    hash: '',
    origin: 'http://127.0.0.1:4747',
    inObs: false,
  }
  // Getters stay getters: what they give may change while the page is open.
  const whole = Object.defineProperties(madeUp, Object.getOwnPropertyDescriptors(options))
  render(WithinPage, { props: { component, props, context: whole } })
  return { feed, api, asks, commands }
}

/** Lets answers that are on their way arrive. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 12; turns += 1) await Promise.resolve()
  flushSync()
}
