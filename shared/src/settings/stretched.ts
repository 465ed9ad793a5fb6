// A word with letters repeated (`idiooot`) is the same word. Two of a letter make another word (`good` is not `god`), three do not.

const RUNS = /(.)\1*/gsu

/** Each letter once where it stands several times in a row. */
export function squeezed(word: string): string {
  return word.replace(RUNS, '$1')
}

/** Whether `token` is `word` with letters repeated, or with each letter twice. */
export function isStretched(word: string, token: string): boolean {
  if (word === token) return true
  const [runs, stretched] = [runsOf(word), runsOf(token)]
  const isDoubled = stretched.length > 2 && stretched.every((run, at) => run === 2 * (runs[at] ?? 0))
  return isDoubled || stretched.every((run, at) => run === runs[at] || (run > 2 && run > (runs[at] ?? 0)))
}

/** A pattern (for a regular expression with the flag `u`) for the word and what is made of it by repeating letters. */
export function stretchable(word: string): string {
  return word.replace(RUNS, (run, letter: string) => {
    const [safe, count] = [letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'), Array.from(run).length]
    return `(?:${safe}{${count}}|${safe}{${Math.max(3, count + 1)},})`
  })
}

const runsOf = (word: string): number[] => (word.match(RUNS) ?? []).map((run) => Array.from(run).length)
