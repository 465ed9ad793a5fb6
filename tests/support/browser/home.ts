import { render } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import Home from '../../../overlay/src/home/home.svelte'
import { en } from '../../../overlay/src/i18n/en.ts'
import { fakeGet, type FakeGet } from './dock.ts'
import { fakeFeed, type FakeFeed } from '../fakes/fake-feed.ts'
import { fakePost, type FakePost } from '../fakes/fake-post.ts'
import { fakeSend, type FakeSend } from '../fakes/fake-send.ts'
import type { FixtureName } from '../fixtures/states.ts'

/** A home page of its own, and the bridge it talks to. */
export interface OpenHome {
  feed: FakeFeed
  api: FakePost
  asks: FakeGet
  commands: FakeSend
  /** Lets answers that are on their way arrive. */
  settle(): Promise<void>
}

export async function home(name: FixtureName, answers: Record<string, object> = {}, catalogue = en, hash = ''): Promise<OpenHome> {
  const feed = fakeFeed('home')
  const [api, asks, commands] = [fakePost(), fakeGet(() => feed.clock.now()), fakeSend()]
  asks.answer(answers)
  const { bridge, ticks } = feed
  render(Home, {
    props: { bridge, ticks, post: api.post, get: asks.get, send: commands.send, catalogue, origin: 'http://127.0.0.1:4747', hash },
  })
  feed.show(name)
  const opened = { feed, api, asks, commands, settle }
  await settle()
  return opened
}

/** Lets answers that are on their way arrive. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 12; turns += 1) await Promise.resolve()
  flushSync()
}
