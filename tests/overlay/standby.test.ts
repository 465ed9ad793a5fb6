import { render, screen } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { en } from '../../overlay/src/i18n/en.ts'
import Standby from '../../overlay/src/standby/standby.svelte'
import { fakeFeed, type FakeFeed } from '../support/fake-feed.ts'
import type { FixtureName } from '../support/fixture-states.ts'

function standby(): FakeFeed {
  const feed = fakeFeed('standby')
  render(Standby, { props: { bridge: feed.bridge, ticks: feed.ticks, catalogue: en } })
  return feed
}

const title = (): string => screen.getByTestId('title').textContent

test.each<[FixtureName, string, string]>([
  ['degraded', 'Back in a moment', 'TikTok is having a hiccup.'],
  ['network', 'Back in a moment', 'Our internet is taking a short break.'],
  ['not-found', 'Back in a moment', 'The chat is having a hiccup.'],
  ['stopped', 'We’ll be right back', 'Stay with us'],
  ['connecting', 'We’ll be right back', 'Stay with us'],
  ['waiting-for-live', 'Starting soon', 'Good to have you here.'],
  ['ended', 'See you next time', 'Thanks for watching.'],
  ['paused', 'Short pause', 'Stay with us'],
  ['live', 'All is well', 'The show is on.'],
])('[OV19] while %s the card says: %s', (name, words, reason) => {
  const feed = standby()
  feed.show(name)
  expect(title()).toBe(words)
  expect(screen.getByTestId('reason').textContent).toContain(reason)
})

test('[OV20] it counts down to the next attempt, then says that it is being made', () => {
  const feed = standby()
  feed.show('degraded')
  expect(screen.getByRole('timer', { name: 'Next try: 18' })).toBeTruthy()
  feed.advanceBy(10_000)
  expect(screen.getByRole('timer', { name: 'Next try: 8' })).toBeTruthy()
  feed.advanceBy(8_000)
  expect(screen.queryByRole('timer')).toBeNull()
  expect(screen.getByText('Trying now')).toBeTruthy()
})

test('[OV20] the countdown is on the bridge’s clock', () => {
  const feed = fakeFeed('standby', { bridgeAheadMs: 7_200_000 })
  render(Standby, { props: { bridge: feed.bridge, ticks: feed.ticks, catalogue: en } })
  feed.show('degraded')
  expect(screen.getByRole('timer', { name: 'Next try: 18' })).toBeTruthy()
})

test('[OV21] it shows the last known figures and at most three supporters', () => {
  const feed = standby()
  feed.show('degraded')
  expect(screen.getByText('Before the break')).toBeTruthy()
  expect(screen.getByText('1.2K', { exact: false, selector: '.figures span' })).toBeTruthy()
  expect(screen.getAllByRole('listitem')).toHaveLength(3)
})

test('[OV22] the recovery is a welcome, which ends', () => {
  const feed = standby()
  feed.show('degraded')
  feed.show('recovered')
  expect(title()).toBe('Welcome back!')
  expect(screen.getByText('Back after 21 s · 12 messages caught up')).toBeTruthy()
  feed.advanceBy(21_000)
  expect(title()).toBe('All is well')
})

test('[OV23] without the bridge it says the show will be right back, and still shows the last figures', () => {
  const feed = standby()
  expect(title()).toBe('We’ll be right back')
  feed.show('live')
  feed.cut()
  expect(title()).toBe('We’ll be right back')
  expect(screen.getAllByRole('listitem')).toHaveLength(3)
  expect(screen.queryByRole('timer')).toBeNull()
})
