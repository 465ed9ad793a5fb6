import { fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { createGet } from '../../../overlay/src/parts/api.ts'
import { openDock, tap } from '../../support/browser/dock.ts'

const expanded = (name: string): string | null => screen.getByRole('button', { name: new RegExp(`^${name}`) }).getAttribute('aria-expanded')

describe('Dock', () => {
  test('[DK43] what matters in a show is open, everything else one tap away', async () => {
    openDock({ show: 'live' })
    expect(['OBS', 'This LIVE', 'Connection health'].map(expanded)).toEqual(['true', 'true', 'true'])
    expect(['Overlay look', 'Try it', 'Pages', 'After a LIVE'].map(expanded)).toEqual(['false', 'false', 'false', 'false'])
    await tap('Overlay look')
    expect(expanded('Overlay look')).toBe('true')
    expect(screen.getByLabelText('Theme')).toBeTruthy()
  })

  test('[DK43] open and closed sections are remembered; a closed one still shows what matters', async () => {
    const { preferences } = openDock({ show: 'live' })
    await tap(/^Connection health/)
    await tap('Pages')
    expect(preferences.kept).toMatchObject({ 'open.health': 'no', 'open.pages': 'yes' })
    document.body.innerHTML = ''
    openDock({ show: 'live', preferences })
    expect([expanded('Connection health'), expanded('Pages')]).toEqual(['false', 'true'])
    expect(screen.getByRole('button', { name: 'Connection health 100 Steady' })).toBeTruthy()
  })

  test('[DK44] the look is chosen at the foot of the dock', async () => {
    const { schemes } = openDock({ show: 'live' })
    await fireEvent.change(screen.getByLabelText('Look of this dock'), { target: { value: 'light' } })
    expect(schemes).toEqual(['light'])
  })

  test('[DK12] a question is a GET with nothing in it, and an answer that makes no sense is no answer', async () => {
    const requests: [unknown, RequestInit | undefined][] = []
    const answers = [Response.json({ a: 1 }), new Response('<html>'), Response.json({ message: 'Gone.', error: 'x' }, { status: 404 })]
    const get = createGet(
      async (address, init) => {
        requests.push([address, init])
        return answers.shift()!
      },
      () => 0,
    )
    expect(await get('/api/obs/pages')).toEqual({ ok: true, answer: { a: 1 } })
    expect(requests[0]?.[0]).toBe('/api/obs/pages')
    expect([requests[0]?.[1]?.method, requests[0]?.[1]?.body]).toEqual([undefined, undefined])
    expect(await get('/')).toEqual({ ok: false, problem: { type: 'odd-answer', status: 200 } })
    expect(await get('/')).toMatchObject({ ok: false, problem: { type: 'api-error', message: 'Gone.' } })
    const dead = createGet(
      () => Promise.reject(new TypeError('failed')),
      () => 0,
    )
    expect(await dead('/')).toEqual({ ok: false, problem: { type: 'no-answer' } })
  })
})
