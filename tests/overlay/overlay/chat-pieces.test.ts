import fc from 'fast-check'
import { screen } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { chatPieces } from '../../../overlay/src/overlay/chat-pieces.ts'
import { roleOf } from '../../../overlay/src/overlay/chat-role.ts'
import { event, liveState, person } from '../../support/fixtures/show.ts'
import { waitFor } from '../../support/wait.ts'
import { staged } from '../../support/browser/stage.ts'

const emote = (at: number, length = 0) => ({ id: 'e', pictureUrl: 'https://p16.tiktokcdn.com/e.webp', at, length })

describe('Overlay and standby card', () => {
  test('[OV68] emotes stand where they were written, in place of the word that held their place', () => {
    const pieces = chatPieces({ text: 'hey you', emotes: [emote(0), emote(4), emote(7)] })
    expect(pieces.map((piece) => ('text' in piece ? piece.text : '*')).join('')).toBe('*hey *you*')
    const alone = chatPieces({ text: '[emote] [emote]', emotes: [emote(0, 7), emote(8, 7)] })
    expect(alone.map((piece) => ('text' in piece ? piece.text : `(${piece.word})`))).toEqual(['([emote])', ' ', '([emote])'])
  })

  test('[OV68] whatever the places are, no text is lost or said twice', () => {
    const places = fc.array(fc.record({ at: fc.nat(12), length: fc.constantFrom(0, 0, 3) }), { maxLength: 6 })
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), places, (text, at) => {
        const emotes = at.toSorted((a, b) => a.at - b.at).map((one) => emote(one.at, one.length))
        const said = chatPieces({ text, emotes }).flatMap((piece) => ('text' in piece ? [piece.text] : []))
        const covered = (index: number): boolean => emotes.some((one) => index >= one.at && index < one.at + one.length)
        expect(said.join('')).toBe(
          [...Array(text.length).keys()]
            .filter((index) => !covered(index))
            .map((index) => text[index])
            .join(''),
        )
      }),
    )
  })

  test('[OV68] an emote’s picture is asked for at the bridge, and at nobody else', async () => {
    const feed = staged('overlay')
    feed.snapshot()
    feed.update([event(1, { type: 'chat', text: 'hi there', emotes: [emote(3)] })])
    const picture = await waitFor(() => document.querySelector('p img'), { what: 'the picture, whose code is loaded first' })
    expect(picture.getAttribute('src')).toBe('/avatar?u=https%3A%2F%2Fp16.tiktokcdn.com%2Fe.webp')
    expect(screen.getByRole('list', { name: 'Chat' }).textContent).toMatch(/hi\s+\[emote\]\s+there/)
  })

  test('[OV68] until a picture is there, and if none comes, a word stands in its place', async () => {
    const feed = staged('overlay')
    feed.snapshot()
    feed.update([event(1, { type: 'chat', text: 'hi there', emotes: [emote(3), { ...emote(8), pictureUrl: null }] })])
    const picture = await waitFor(() => document.querySelector<HTMLImageElement>('p img'), { what: 'the picture' })
    const said = (): string | undefined => document.querySelector('p')?.textContent.replace(/\s+/g, ' ').trim()
    expect(said()).toBe('hi [emote] there [emote]')
    picture.dispatchEvent(new Event('error'))
    expect(said()).toBe('hi [emote] there [emote]')
    expect(document.querySelectorAll('p img')).toHaveLength(0)
  })

  test('[OV68] without pictures the text alone is there, and nothing is asked for', () => {
    const feed = staged('overlay')
    const state = liveState(feed.bridge.now())
    feed.snapshot({ state: { ...state, overlay: { ...state.overlay, avatars: false } } })
    feed.update([event(1, { type: 'chat', text: '', emotes: [emote(0)] })])
    expect(screen.getByText('[emote]')).toBeTruthy()
    expect(document.querySelectorAll('img')).toHaveLength(0)
  })

  test('[OV69] a moderator, a subscriber and a friend are marked beside their name, one mark each', () => {
    const of = (relation: object) => ({ ...person(1, 'Ann'), relation })
    expect(roleOf(of({ moderator: true, subscriber: true, friend: true }))).toBe('moderator')
    expect(roleOf(of({ subscriber: true, friend: true }))).toBe('subscriber')
    expect(roleOf(of({ follower: true, friend: true }))).toBe('friend')
    expect(roleOf(of({ follower: true }))).toBeUndefined()
    expect(roleOf(person(1, 'Ann'))).toBeUndefined()
    const feed = staged('overlay')
    feed.snapshot()
    feed.update([event(1, { type: 'chat', text: 'hi' }, { user: of({ moderator: true }) })])
    expect(screen.getByText('Ann').dataset['role']).toBe('moderator')
  })
})
