/** A value in quotes up to the quote that ends it, escaped ones included; without quotes up to what the pattern behind it says. */
const QUOTED = String.raw`\\*"(?:\\.|[^"\\\r\n])*|\\*'(?:\\.|[^'\\\r\n])*`
const BETWEEN = String.raw`(\\*["']?\s*[:=]\s*)`
/** What comes behind these can be of several parts: without quotes it is the rest of the line. */
const SECRET_LINE = new RegExp(String.raw`\b((?:set-)?cookie|authorization)${BETWEEN}(?:${QUOTED}|[^\r\n]+)`, 'gi')
/** The length of what stands before it is bounded: to look for the name at every place of a long word takes the square of its length. */
const SECRET_NAMES = [
  String.raw`x-api-key|api-?key|session(?:[_-]?id)?|s?sid_(?:tt|guard|ucp)|uid_tt|odin_tt|ms-?token|ttwid`,
  String.raw`[\w-]{0,30}?(?:token|secret|password)|signature|x-bogus|x-gnarly`,
].join('|')
const SECRET_PAIR = new RegExp(String.raw`\b((?:${SECRET_NAMES})(?:_ss|_v\d)?)${BETWEEN}(?:${QUOTED}|[^\s"';,&]+)`, 'gi')
/** The name and password in an address. */
const USER_INFO = /:\/\/[^\s/?#@"'<>]+@/g
const ADDRESS_QUERY = /([?#])[^\s"'<>)]+/g
/** Taken whole before it is looked at: to ask at every place of a long word whether a digit comes takes the square of its length. */
const LONG_WORD = /\w[\w+/-]{39,}={0,2}/g
const PART_OF_WORD = /[\w+/=-]/

/** More than is ever shown. */
const LONGEST = 4_000

/**
 * Text of a foreign error made fit for the log: query strings, key=value pairs that name a secret, long tokens and the `secrets`
 * themselves are struck out; line breaks go; at most `maxLength` characters. Takes time in proportion to the length of the text.
 */
export function redact(text: string, secrets: readonly string[] = [], maxLength = 240): string {
  let clean = text
  // In all of the text: cut before, a part of one could be left at the end.
  for (const secret of secrets) if (secret !== '') clean = clean.replaceAll(secret, '…')
  clean = cut(clean.replace(SECRET_LINE, '$1$2…').replace(/\s+/g, ' '))
    .replace(SECRET_PAIR, '$1$2…')
    .replace(USER_INFO, '://…@')
    .replace(ADDRESS_QUERY, '$1…')
    .replace(LONG_WORD, (word) => (/\d/.test(word) ? '…' : word))
    .trim()
  return clean.length <= maxLength ? clean : `${clean.slice(0, maxLength - 1)}…`
}

/** The beginning of a long text, without the word that the end would fall into: of a token a part would be left. */
function cut(text: string): string {
  if (text.length <= LONGEST) return text
  let end = LONGEST
  while (end > 0 && PART_OF_WORD.test(text[end - 1] ?? '')) end -= 1
  return `${text.slice(0, end)}…`
}
