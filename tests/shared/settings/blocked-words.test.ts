import { describe, expect, test } from 'vitest'
import { hasWordOf, wordForm } from '@standby/shared/settings/moderation.ts'

const blocks = (word: string, text: string): boolean => hasWordOf([wordForm(word)])(text)
const LETTERS = 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq'
const spelled = (word: string): string => Array.from(word).join(' ')

// `comparison.test.ts` has what people do to words. These are the places where one sign more or less decides.
describe('Moderation', () => {
  test.each<[string, string, boolean]>([
    // A word in pieces: single letters from three on, longer pieces from five letters on.
    ['ab', 'a b', false],
    ['ab', 'x a b', false],
    ['abc', 'a b c', true],
    ['abc', 'x a b c x', true],
    ['anoo', 'a n oo', false],
    ['idiot', 'id !! iot', true],
    ['idiot', 'iiidi ot', true],
    ['ass', 'as-s', true],
    ['ass', 'as- s', false],
    ['abc', `${'x '.repeat(30)}a b c`, true],
    // Pieces are joined up to the length of the longest word.
    ['idiot', 'iiiid i ot', false],
    [LETTERS.slice(0, 40), spelled(LETTERS.slice(0, 40)), true],
    [LETTERS.slice(0, 41), spelled(LETTERS.slice(0, 41)), false],
    // Repeated letters: three of one, or two of each in a word of three letters and more.
    ['ab', 'aabb', false],
    ['abc', 'aabbcc', true],
    ['asso', 'aassssoo', true],
    ['asso', 'aasssoo', false],
    ['haaaai', 'haaai', false],
    ['haaaai', 'haaaaai', true],
    // Digits around a word, and in place of its letters.
    ['idiot', 'idi6ot', false],
    ['idiot', '12idiot34', true],
    ['idiot', 'idi0t!!', true],
    ['idiot', '42idi0t', true],
    ['shit', 'shi7', true],
    ['idiot', '55idi0t', true],
    ['idiot', 'id6i0t', false],
    ['lol', '1o1', true],
    // A look-alike of `l` may stand for an `i`, in the text and in the word.
    ['lol', 'ǀoǀ', true],
    ['idiot', 'ǀdǀot', true],
    ['дǀрак', 'дiрак', true],
    // Words with signs in them are looked for as they are.
    ['a.b', 'see а.b', true],
    ['i.b', 'see ǀ.b', true],
    ['(*', 'what(*is', true],
    ['x馬', 'xxx馬', true],
    // A mark that a letter of another script carries makes another letter.
    ['god', 'god\u0ccd', false],
  ])('[MO2] the word %s in "%s": %s', (word, text, blocked) => expect(blocks(word, text)).toBe(blocked))

  test('[MO2] of two words that differ only in how often a letter stands there, each is found', () => {
    const blocked = hasWordOf(['god', 'good'])
    expect(['god', 'good', 'goood', 'goods'].map(blocked)).toEqual([true, true, true, false])
  })
})
