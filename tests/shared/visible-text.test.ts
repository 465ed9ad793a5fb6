import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanText } from '@standby/shared/clean-text.ts'
import { isVisible, visibleName } from '@standby/shared/visible-text.ts'

/** Of each kind of character that nobody sees, some. */
const UNSEEN = [
  ...['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u034f', '\u061c', '\u180e', '\u2061', '\u2064', '\u206a', '\ufff9'],
  ...['\u3164', '\u115f', '\u1160', '\uffa0', '\u2800', '\ufffc', '\u17b4', '\u17b5', '\u{1d159}', '\u{1d173}', '\u{13441}'],
  ...['\ufe0f', '\ufe00', '\u{e0100}', '\u{e0020}', '\u{e007f}', '\u180b', '\u0301', '\u0489', '\u20dd', '\ue000', '\u{10ffff}', '\u0378'],
  ...[' ', '\u00a0', '\u1680', '\u2003', '\u2028', '\u202f', '\u205f', '\u3000', '\t', '\n', '\u0000', '\u0085', '\u202e', '\u2067'],
]
const SEEN = ['a', 'é', '1', '.', '₿', '…', 'ا', 'เ', '字', '🙂', '👩‍🚀', '❤️', '1️⃣', '🇫🇷', '￼x', 'ᄀ', 'का', 'ｱ', '￥', '\ufffd']

describe('One attempt at TikTok', () => {
  test('[TK36] nothing is seen of any text made of unseen characters, however they are mixed', () => {
    for (const one of UNSEEN) expect([one, cleanText(one, 100), isVisible(one)]).toEqual([one, '', false])
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...UNSEEN), { maxLength: 200 }), (parts) => {
        const text = parts.join('')
        expect([isVisible(text), cleanText(text, 100), visibleName(text)]).toEqual([false, '', ''])
      }),
    )
  })

  test('[TK36] one character that is seen is enough, of any script', () => {
    for (const one of SEEN) expect([one, isVisible(one)]).toEqual([one, true])
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...UNSEEN), { maxLength: 20 }), fc.constantFrom(...SEEN), (parts, seen) => {
        expect(isVisible(parts.join('') + seen + parts.join(''))).toBe(true)
      }),
    )
  })

  test('[TK36] what is cut off does not count as seen', () => {
    expect(cleanText(`${'\u2800'.repeat(100)}a`, 100)).toBe('')
  })
})

describe('Overlay and standby card', () => {
  test('[OV59] a name has no holes', () => {
    expect(visibleName('\u3164\u3164Bob\u2800\u2800\u2800the  Great\u00a0\u3164')).toBe('Bob the Great')
    expect(visibleName('👨‍👩‍👧 Ana')).toBe('👨‍👩‍👧 Ana')
  })
})
