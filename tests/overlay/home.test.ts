import { fireEvent, render, screen, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import Home from '../../overlay/src/home/home.svelte'
import { en } from '../../overlay/src/i18n/en.ts'
import { fakeFeed, type FakeFeed } from '../support/fake-feed.ts'
import { fakePost, told, type FakePost } from '../support/fake-post.ts'
import type { FixtureName } from '../support/fixture-states.ts'

function home(name: FixtureName): { feed: FakeFeed; api: FakePost } {
  const feed = fakeFeed('home')
  const api = fakePost()
  render(Home, { props: { bridge: feed.bridge, ticks: feed.ticks, post: api.post, catalogue: en, origin: 'http://127.0.0.1:4747' } })
  feed.show(name)
  return { feed, api }
}

const field = (label: string): HTMLInputElement => screen.getByLabelText(label)

async function submit(label: string): Promise<void> {
  await fireEvent.submit(field(label).form!)
}

test.each(['@maya.paints', 'https://www.tiktok.com/@maya.paints/live', ' maya.paints '])('[HM1] %s is sent as typed', async (typed) => {
  const { api } = home('demo')
  await fireEvent.input(field('TikTok name'), { target: { value: typed } })
  await submit('TikTok name')
  expect(api.sent).toEqual([{ path: '/api/tiktok/connect', body: { username: typed.trim() } }])
})

test('[HM1] an empty name goes back to the demo', async () => {
  const { api } = home('live')
  expect(field('TikTok name').value).toBe('@maya.paints')
  await fireEvent.input(field('TikTok name'), { target: { value: '' } })
  expect(screen.getByRole('button', { name: 'Use the demo' })).toBeTruthy()
  await submit('TikTok name')
  expect(api.sent).toEqual([{ path: '/api/tiktok/connect', body: { username: null } }])
})

test('[HM2] what the API refuses stands at its form, names its field, and what was typed stays', async () => {
  const { api } = home('demo')
  api.answer(told({ field: 'username', message: 'username: has letters, digits, dots and underscores only' }))
  await fireEvent.input(field('TikTok name'), { target: { value: 'maya paints' } })
  await submit('TikTok name')
  await api.settle()
  const step = screen.getByRole('region', { name: 'Your TikTok LIVE' })
  expect(within(step).getByRole('alert').textContent).toContain('letters, digits')
  expect(field('TikTok name').getAttribute('aria-invalid')).toBe('true')
  expect(field('TikTok name').value).toBe('maya paints')
  expect(field('Address').getAttribute('aria-invalid')).toBe('false')
})

test('[HM3] the OBS form sends what it shows, and a password only when one was typed', async () => {
  const { api } = home('live')
  await fireEvent.input(field('Standby scene'), { target: { value: 'Be right back' } })
  await submit('Address')
  await api.settle()
  await fireEvent.input(field('Password'), { target: { value: 'hunter2' } })
  await submit('Address')
  await api.settle()
  const url = 'ws://127.0.0.1:4455'
  expect(api.sent.map((command) => command.body)).toEqual([
    { url, standbyScene: 'Be right back' },
    { url, standbyScene: 'Standby', password: 'hunter2' },
  ])
})

test('[HM4] the password is never shown and does not stay on the page', async () => {
  const { api } = home('live')
  expect(field('Password').type).toBe('password')
  expect(field('Password').value).toBe('')
  await fireEvent.input(field('Password'), { target: { value: 'hunter2' } })
  await submit('Address')
  await api.settle()
  expect(field('Password').value).toBe('')
  expect(document.documentElement.innerHTML).not.toContain('hunter2')
  expect(location.href + document.cookie + JSON.stringify([localStorage, sessionStorage])).not.toContain('hunter2')
})

test('[HM5] what OBS needs is said where it can be mended', () => {
  home('obs-wrong-password')
  const step = screen.getByRole('region', { name: 'OBS Studio' })
  expect(step.textContent).toContain('Wrong password')
  expect(step.textContent).toContain('OBS refused the password.')
})

test('[HM6] the three addresses, each with its place in OBS and its size', () => {
  home('live')
  for (const [title, path, size] of [
    ['Overlay', '/overlay', '1080'],
    ['Standby card', '/standby', '1920'],
    ['Dock', '/dock', '300'],
  ] as const) {
    const address = field(title)
    expect(address.value).toBe(`http://127.0.0.1:4747${path}`)
    expect(address.readOnly).toBe(true)
    expect(address.closest('.address')?.textContent).toContain(size)
  }
})

test('[HM6] where there is no clipboard the address is selected, and the page says to copy it', async () => {
  const { api } = home('live')
  await fireEvent.click(screen.getByRole('button', { name: 'Copy: Overlay' }))
  await api.settle()
  expect(screen.getByText('Select and copy it')).toBeTruthy()
  expect(field('Overlay').selectionEnd).toBe('http://127.0.0.1:4747/overlay'.length)
})

test('[HM7] a rehearsal drops the demo, and is not offered on a real show', async () => {
  const { feed, api } = home('demo')
  await fireEvent.click(screen.getByRole('button', { name: 'Drop for 20 seconds' }))
  expect(api.sent).toEqual([{ path: '/api/demo/drop', body: { kind: 'close', seconds: 20 } }])
  feed.show('live')
  expect(screen.queryByRole('button', { name: 'Drop for 20 seconds' })).toBeNull()
})

test('[HM8] the preview is the overlay itself, from this bridge', () => {
  home('live')
  expect(screen.getByTitle('The overlay as OBS shows it').getAttribute('src')).toBe('/overlay?lang=en')
})
