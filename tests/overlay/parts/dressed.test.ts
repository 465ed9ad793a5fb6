import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { DEFAULT_LOOK, type LookSettings } from '@standby/shared/settings/look-settings.ts'
import { createOwnSound } from '../../../overlay/src/parts/own-sound.ts'
import { staged, type StagedFeed } from '../../support/browser/stage.ts'
import { gift } from '../../support/fixtures/show.ts'

const SOUND = { id: 's1', name: 'pling.mp3', type: 'audio/mpeg', bytes: 9 }
const FONT = { id: 'f1', name: 'brush.ttf', type: 'font/ttf', bytes: 9 }

interface Face {
  family: string
  source: string | ArrayBuffer
}

let faces: Face[]
let played: { volume: number; from: number }[]
let asked: string[]
let answer: () => Promise<Response>

beforeEach(() => {
  faces = []
  played = []
  asked = []
  answer = () => Promise.resolve(new Response(new Uint8Array(4)))
  Object.defineProperty(document, 'fonts', {
    configurable: true,
    value: Object.assign(new EventTarget(), {
      add: (face: Face) => void faces.push(face),
      delete: (face: Face) => void (faces = faces.filter((one) => one !== face)),
    }),
  })
  vi.stubGlobal(
    'FontFace',
    class {
      family: string
      source: string | ArrayBuffer
      constructor(family: string, source: string | ArrayBuffer) {
        this.family = family
        this.source = source
      }
      load(): Promise<unknown> {
        return Promise.resolve(this)
      }
    },
  )
  vi.stubGlobal(
    'Audio',
    class {
      volume = 1
      currentTime = 3
      pause(): void {}
      play(): Promise<void> {
        played.push({ volume: this.volume, from: this.currentTime })
        return Promise.resolve()
      }
    },
  )
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path)
    return answer()
  })
  URL.createObjectURL = () => 'blob:made-up'
  URL.revokeObjectURL = () => undefined
})
afterEach(() => document.documentElement.removeAttribute('data-hidden'))

function dressed(look: Partial<LookSettings>, search = '?sound=on'): StagedFeed {
  const feed = staged('overlay', search)
  feed.show('live')
  feed.update([], { look: { ...DEFAULT_LOOK, ...look } })
  return feed
}
const sheet = (): string => [...document.querySelectorAll('head style')].map((style) => style.textContent).join('\n')
const alerts = (): number => document.querySelectorAll('article').length

describe('Overlay and standby card', () => {
  test('[OV70] a look holds at once, and a page without one loads nothing for it', async () => {
    const feed = dressed({})
    expect(feed.stage.ownSound).toBeNull()
    feed.update([], { look: { ...DEFAULT_LOOK, accent: '#ff4fd8', font: 'nunito' } })
    await vi.waitFor(() => expect(sheet()).toContain('#ff4fd8'))
    expect(sheet()).toContain("'Standby nunito', 'Inter Variable'")
    expect(faces.map(({ family }) => family)).toEqual(['Standby nunito', 'Standby nunito'])
    feed.update([], { look: DEFAULT_LOOK })
    await vi.waitFor(() => expect(sheet()).not.toContain('#ff4fd8'))
    expect(sheet()).not.toContain('nunito')
    expect(asked).toEqual([])
  })

  test('[OV73] the creator’s font is loaded from the bridge, and another one takes its place', async () => {
    const feed = dressed({ font: 'own', ownFont: FONT })
    await vi.waitFor(() => expect(faces).toHaveLength(1))
    expect(asked).toEqual(['/look/font?v=f1'])
    const [first] = faces
    feed.update([], { look: { ...DEFAULT_LOOK, font: 'own', ownFont: { ...FONT, id: 'f2' } } })
    await vi.waitFor(() => expect(asked).toEqual(['/look/font?v=f1', '/look/font?v=f2']))
    await vi.waitFor(() => expect(faces.map((face) => face === first)).toEqual([false]))
  })

  test('[OV73] a font that is not there, or that the browser cannot read, leaves the theme’s', async () => {
    answer = () => Promise.resolve(new Response('', { status: 404 }))
    dressed({ font: 'own', ownFont: { ...FONT, id: 'f3' } })
    await vi.waitFor(() => expect(sheet()).toContain("'Standby Own', 'Inter Variable'"))
    expect(faces).toEqual([])
    dressed({ font: 'own', ownFont: null, radius: 1 })
    await vi.waitFor(() => expect(sheet()).not.toContain('Standby Own'))
  })

  test('[OV74] a gift has no alert until its streak is worth as many diamonds as are wanted', () => {
    const feed = dressed({ alertFrom: 10 })
    feed.update([gift(101, 'a', 'Rose', 1, 9, false)])
    expect(alerts()).toBe(0)
    feed.update([gift(102, 'a', 'Rose', 1, 10, false)])
    expect(alerts()).toBe(1)
  })

  test('[OV74][OV75] the own sound plays once for each alert that is worth enough, when it is', async () => {
    const feed = dressed({ sound: SOUND, soundFrom: 10 }, '?sound=on&volume=0.4')
    await vi.waitFor(() => expect(feed.stage.ownSound).not.toBeNull())
    feed.update([gift(101, 'a', 'Rose', 1, 9, false)])
    feed.update([gift(102, 'a', 'Rose', 1, 12, false)])
    await vi.waitFor(() => expect(played).toEqual([{ volume: 0.4, from: 0 }]))
    feed.update([gift(103, 'a', 'Rose', 1, 40, true)])
    expect(asked).toEqual(['/look/sound?v=s1'])
    expect(played).toHaveLength(1)
  })

  test('[OV75] the own sound is silent while sound is off or the source hidden, and gone with its file', async () => {
    const feed = dressed({ sound: { ...SOUND, id: 's2' } }, '')
    await vi.waitFor(() => expect(feed.stage.ownSound).not.toBeNull())
    feed.update([gift(101, 'a', 'Rose', 1, 5, true)])
    document.documentElement.setAttribute('data-hidden', '')
    feed.set({ sound: { on: true, volume: 1 } })
    feed.update([gift(102, 'b', 'Galaxy', 1_000, 1, true)])
    expect(asked).toEqual([])
    feed.update([], { look: DEFAULT_LOOK })
    await vi.waitFor(() => expect(feed.stage.ownSound).toBeNull())
  })

  test('[OV75] in a rush one sound is enough, and one that could not be loaded is asked for again', async () => {
    let now = 0
    let isThere = false
    const load = (): Promise<Response> => {
      asked.push('sound')
      return isThere ? Promise.resolve(new Response('x')) : Promise.reject(new Error('away'))
    }
    const { play } = createOwnSound('/look/sound?v=1', load, () => now)
    play(5, 1)
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    await turn()
    isThere = true
    now = 349
    play(5, 1)
    expect(asked).toHaveLength(1)
    now = 350
    play(5, 2)
    await vi.waitFor(() => expect(played).toEqual([{ volume: 1, from: 0 }]))
    now = 800
    play(5, 0)
    expect(played).toHaveLength(1)
  })
})
