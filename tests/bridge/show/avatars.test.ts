import { describe, expect, test } from 'vitest'
import { createAvatars } from '@standby/bridge/show/avatars.ts'
import type { Fetched } from '@standby/bridge/show/picture-source.ts'
import { pictureType } from '@standby/bridge/show/picture-type.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { NO_PICTURES, PICTURES, pngOfSize } from '../../support/fixtures/pictures.ts'

const picture = (size = 100): Fetched => ({ ok: true, bytes: pngOfSize(size) })

/** Avatars over a source that answers as it is told, or waits until it is let go. */
function begin({ answer = (_address: string): Fetched => picture(), maxCachedBytes = 1_000, held = false } = {}) {
  const clock = fakeClock()
  const asked: string[] = []
  const waiting: (() => void)[] = []
  let atOnce = 0
  let most = 0
  const avatars = createAvatars({
    clock,
    maxCachedBytes,
    async fetchPicture(address) {
      asked.push(address)
      atOnce += 1
      most = Math.max(most, atOnce)
      if (held) await new Promise<void>((resolve) => waiting.push(resolve))
      atOnce -= 1
      return answer(address)
    },
  })
  return { avatars, clock, asked, waiting, most: () => most }
}

describe("Viewers' pictures", () => {
  test('[AV6] a picture is known by its bytes, not its name; a drawing that runs scripts is refused', async () => {
    for (const [type, bytes] of Object.entries(PICTURES)) expect(pictureType(bytes)).toBe(type)
    for (const bytes of Object.values(NO_PICTURES)) {
      expect(pictureType(bytes)).toBeNull()
      const { avatars } = begin({ answer: () => ({ ok: true, bytes }) })
      expect(await avatars.picture('a')).toEqual({ ok: false, why: 'missing' })
    }
  })

  test('[AV8] a picture is fetched once and kept; memory is bounded and the least used one goes first', async () => {
    const { avatars, asked } = begin({ answer: () => picture(400), maxCachedBytes: 1_000 })
    await avatars.picture('a')
    await avatars.picture('b')
    await avatars.picture('a')
    expect(asked).toEqual(['a', 'b'])
    await avatars.picture('c')
    await avatars.picture('a')
    expect(asked).toEqual(['a', 'b', 'c'])
    await avatars.picture('b')
    expect(asked).toEqual(['a', 'b', 'c', 'b'])
  })

  const at = (host: string, signature: number, name = 'abc'): string =>
    `https://${host}.tiktokcdn.com/tos/${name}~tplv.webp?x-expires=${String(signature)}&x-signature=s${String(signature)}`

  test('[AV17] one picture is fetched once, whatever its signature, its expiry and its host', async () => {
    const { avatars, asked } = begin()
    for (let signature = 0; signature < 20; signature += 1) {
      expect((await avatars.picture(at(signature % 2 === 0 ? 'p16-sign' : 'p19-sign', signature))).ok).toBe(true)
    }
    expect(asked).toHaveLength(1)
    await avatars.picture(at('p16-sign', 1, 'another'))
    await avatars.picture('http://127.0.0.1:1/demo?name=a')
    await avatars.picture('http://127.0.0.1:1/demo?name=b')
    expect(asked).toHaveLength(4)
  })

  test('[AV17] an expired address does not block a newer one, even at the same time', async () => {
    const { avatars, asked, waiting } = begin({
      held: true,
      answer: (address) => (address.includes('s1') ? { ok: false, why: 'missing' } : picture()),
    })
    const both = [avatars.picture(at('p16', 1)), avatars.picture(at('p16', 2))]
    for (let turn = 0; turn < 20; turn += 1) {
      await Promise.resolve()
      waiting.splice(0).forEach((go) => go())
    }
    expect((await Promise.all(both)).map(({ ok }) => ok)).toEqual([false, true])
    expect(asked).toHaveLength(2)
  })

  test('[AV16] the addresses that TikTok listed are tried in turn, each once, up to a limit', async () => {
    const { avatars, asked } = begin({ answer: (address) => (address.includes('good') ? picture() : { ok: false, why: 'missing' }) })
    const list = [at('p16', 1, 'gone'), at('p19', 1, 'gone-too'), at('p16', 1, 'good')]
    avatars.learn([list, [], [at('p16', 1, 'x')]])
    expect((await avatars.picture(list[0] ?? '')).ok).toBe(true)
    expect(asked).toEqual(list)
    expect((await avatars.picture(at('p16', 7, 'gone'))).ok).toBe(true)
    expect(asked).toHaveLength(4)
    avatars.learn(Array.from({ length: 5_000 }, (_, index) => [at('p16', 1, `n${String(index)}`), at('p16', 1, 'good')]))
    expect((await avatars.picture(at('p16', 9, 'gone'))).ok).toBe(false)
  })

  test('[AV8] who asks for the same at the same time waits for the same answer', async () => {
    const { avatars, asked, waiting } = begin({ held: true })
    const both = [avatars.picture('a'), avatars.picture('a')]
    await Promise.resolve()
    waiting.forEach((go) => go())
    expect(await Promise.all(both)).toMatchObject([{ ok: true }, { ok: true }])
    expect(asked).toEqual(['a'])
  })

  test('[AV9] what could not be had is not asked for again for half a minute, what is not there for ten', async () => {
    const { avatars, clock, asked } = begin({ answer: (address) => ({ ok: false, why: address === 'gone' ? 'missing' : 'failed' }) })
    const ask = async () => [await avatars.picture('gone'), await avatars.picture('late')]
    expect(await ask()).toEqual([
      { ok: false, why: 'missing' },
      { ok: false, why: 'failed' },
    ])
    clock.advanceBy(29_000)
    await ask()
    expect(asked).toEqual(['gone', 'late'])
    clock.advanceBy(2_000)
    await ask()
    expect(asked).toEqual(['gone', 'late', 'late'])
    clock.advanceBy(600_000)
    await ask()
    expect(asked).toEqual(['gone', 'late', 'late', 'gone', 'late'])
  })

  test('[AV10] six are fetched at once and 300 wait; more are refused, and all in line are served', async () => {
    const { avatars, asked, waiting, most } = begin({ held: true })
    const answers = Array.from({ length: 320 }, (_, n) => avatars.picture(`p${n}`))
    await new Promise(setImmediate)
    expect(asked).toHaveLength(6)
    while (asked.length < 306 || waiting.length > 0) {
      waiting.splice(0).forEach((go) => go())
      await new Promise(setImmediate)
    }
    const done = await Promise.all(answers)
    expect(done.filter((answer) => answer.ok)).toHaveLength(306)
    expect(done.filter((answer) => !answer.ok && answer.why === 'busy')).toHaveLength(14)
    expect(most()).toBe(6)
  })
})
