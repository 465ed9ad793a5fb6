/** The rest of the line, up to a quote: what comes behind these can be of several parts. */
const SECRET_LINE = /\b((?:set-)?cookie|authorization)(["']?\s*[:=]\s*["']?)[^"'\r\n]+/gi
const SECRET_PAIR =
  /\b(x-api-key|api-?key|session(?:id)?(?:_ss)?|sid_tt|sid_guard|ms-?token|ttwid|token|secret|signature|x-bogus|x-gnarly)(["']?\s*[:=]\s*["']?)[^\s"';,&]+/gi
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
