const ADDRESS_QUERY = /([?#])[^\s"'<>)]+/g
const SECRET_PAIR =
  /\b(x-api-key|api-?key|authorization|(?:set-)?cookie|session(?:id)?(?:_ss)?|sid_tt|sid_guard|ms-?token|ttwid|token|secret|signature|x-bogus|x-gnarly)(["']?\s*[:=]\s*["']?)[^\s"';,&]+/gi
const LONG_TOKEN = /\b(?=[\w+/-]*\d)[A-Za-z0-9_+/-]{40,}={0,2}/g

/**
 * Text of a foreign error made fit for the log: query strings, key=value pairs that name a secret, long tokens and the `secrets`
 * themselves are struck out; line breaks go; at most `maxLength` characters.
 */
export function redact(text: string, secrets: readonly string[] = [], maxLength = 240): string {
  let clean = text.slice(0, 4000)
  for (const secret of secrets) if (secret !== '') clean = clean.split(secret).join('…')
  clean = clean.replace(SECRET_PAIR, '$1$2…').replace(ADDRESS_QUERY, '$1…').replace(LONG_TOKEN, '…').replace(/\s+/g, ' ').trim()
  return clean.length <= maxLength ? clean : `${clean.slice(0, maxLength - 1)}…`
}
