import { setImmediate as turn } from 'node:timers/promises'
import { describe, afterEach, expect, test, vi } from 'vitest'
import { createChime } from '../../../overlay/src/overlay/sound.ts'
import { createPictureGate } from '../../../overlay/src/parts/pictures.ts'
import { gift } from '../../support/fixtures/show.ts'
import { staged } from '../../support/browser/stage.ts'

/** An audio output that counts the tones it is given, one bell being an even number of them. */
function audio(state: 'running' | 'suspended' = 'running') {
  const tones: { hertz: number; loudness: number }[] = []
  const place = {
    currentTime: 0,
    state: state as AudioContextState,
    destination: {},
    resume: () => Promise.resolve(),
    createOscillator: () => {
      const tone = {
        frequency: { value: 0 },
        connect: (next: unknown) => next,
        start: () => tones.push({ hertz: tone.frequency.value, loudness: 0 }),
        stop: () => undefined,
      }
      return tone
    },
    createGain: () => {
      const level = { setValueAtTime: () => level, linearRampToValueAtTime: () => level, exponentialRampToValueAtTime: () => level }
      return { gain: level, connect: () => undefined }
    },
  }
  return { tones, place: place as unknown as AudioContext & { currentTime: number; state: AudioContextState } }
}

afterEach(() => {
  vi.unstubAllGlobals()
  document.documentElement.removeAttribute('data-hidden')
})

/** The overlay with an audio output of the test's, and how many bells it has rung. The bell is loaded where sound is on. */
async function listening(search: string) {
  const { tones, place } = audio()
  vi.stubGlobal('AudioContext', function AudioContext() {
    return place
  })
  const feed = staged('overlay', search)
  feed.show('live')
  await vi.dynamicImportSettled()
  return { feed, place, tones }
}

describe('Overlay and standby card', () => {
  test('[OV40] sound is off by default', async () => {
    const { feed, tones } = await listening('')
    feed.update([gift(101, 's', 'Rose', 5, 3, true)])
    expect(tones).toHaveLength(0)
  })

  test('[OV40] if on, each alert rings once as it appears, however long it grows; missed ones never do', async () => {
    const { feed, tones, place } = await listening('?sound=on')
    feed.update([gift(101, 's', 'Rose', 5, 3, false)])
    const one = tones.length
    expect(one).toBeGreaterThan(0)
    place.currentTime = 5
    feed.update([gift(102, 's', 'Rose', 5, 9, false)])
    feed.update([gift(103, 'm', 'Rose', 5, 1, true, { missed: true })])
    expect(tones).toHaveLength(one)
    feed.say({ type: 'test', events: [{ ...gift(0, 't', 'Rose', 5, 1, true), id: 'test-1' }] })
    expect(tones).toHaveLength(2 * one)
  })

  test('[OV40] a source that OBS hides is silent', async () => {
    const { feed, tones } = await listening('?sound=on')
    document.documentElement.setAttribute('data-hidden', '')
    feed.update([gift(101, 's', 'Rose', 5, 3, false)])
    expect(tones).toHaveLength(0)
  })

  test('[OV40] a larger gift rings brighter, a rush rings once, and without volume there is nothing', () => {
    const { tones, place } = audio()
    const chime = createChime(() => place)
    chime(5, 0.6)
    const small = tones.length
    chime(5_000, 0.6)
    expect(tones).toHaveLength(small)
    place.currentTime = 1
    chime(5_000, 0.6)
    expect(tones.length - small).toBeGreaterThan(small)
    place.currentTime = 2
    const before = tones.length
    chime(5, 0)
    expect(tones).toHaveLength(before)
  })

  test('[OV40] if the browser has no sound, or wants a click first, it is silent without a word', async () => {
    const broken = createChime(() => {
      throw new Error('no device')
    })
    expect(() => broken(5, 1)).not.toThrow()
    const { tones, place } = audio('suspended')
    Object.assign(place, { resume: () => Promise.reject(new Error('not allowed')) })
    createChime(() => place)(5, 1)
    await Promise.resolve()
    expect(tones).toHaveLength(0)
    let time = 0
    let grant = (): void => undefined
    Object.assign(place, { resume: () => new Promise<void>((resolve) => (grant = resolve)) })
    createChime(
      () => place,
      () => time,
    )(5, 1)
    time = 60_000
    Object.assign(place, { state: 'running' })
    grant()
    await turn()
    expect(tones).toHaveLength(0)
  })

  test('[OV42] pictures are asked of the bridge alone, and only those at an address of the web', () => {
    const gate = createPictureGate()
    expect(gate.admit('https://p16.tiktokcdn.com/a.webp?x=1&y=2', 0)).toBe(
      '/avatar?u=https%3A%2F%2Fp16.tiktokcdn.com%2Fa.webp%3Fx%3D1%26y%3D2',
    )
    for (const address of [
      null,
      '',
      'javascript:alert(1)',
      'data:image/png;base64,AAAA',
      'http://plain',
      `https://${'x'.repeat(10_000)}`,
    ]) {
      expect(gate.admit(address, 0)).toBeNull()
    }
  })
})

describe("Viewers' pictures", () => {
  test('[AV17] a page asks for one picture once, however often its address is signed', () => {
    const gate = createPictureGate()
    const at = (signature: number): string => `https://p16-sign.tiktokcdn.com/tos/abc~tplv.webp?x-signature=${String(signature)}`
    const first = gate.admit(at(0), 0)
    for (let signature = 1; signature < 100; signature += 1) expect(gate.admit(at(signature), 0)).toBe(first)
    expect(gate.admit('https://p16.tiktokcdn.com/tos/another.webp', 0)).not.toBeNull()
    gate.failed(first ?? '', 0)
    expect(gate.admit(at(100), 0)).toContain('x-signature%3D100')
  })
})

describe('Overlay and standby card', () => {
  test('[OV42] in a rush few are asked for, known ones come at once, and one that failed has a minute', () => {
    const gate = createPictureGate()
    const asked = Array.from({ length: 1_000 }, (_, at) => gate.admit(`https://a/${at}`, 1_000 + at)).filter((path) => path !== null)
    expect(asked.length).toBeLessThanOrEqual(26)
    const [first = ''] = asked
    expect(gate.admit('https://a/0', 2_000)).toBe(first)
    gate.failed(first, 2_000)
    expect(gate.admit('https://a/0', 30_000)).toBeNull()
    expect(gate.admit('https://a/0', 62_001)).toBe(first)
  })
})
