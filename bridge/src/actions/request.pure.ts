import type { Deed, Header } from '@standby/shared/actions/action.ts'
import { asItIs, escapeOf, fill, fillAddress, inHeader, type Filled } from '@standby/shared/actions/template.ts'
import { NO_VALUES } from '@standby/shared/actions/values.ts'

type Request = Extract<Deed, { type: 'http-request' }>

/** What a browser or a proxy decides for itself, and what says who asks. */
const KEPT_HEADERS =
  /^(?:host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|keep-alive|origin|referer|cookie2?|via|forwarded|x-forwarded-.*|proxy-.*|sec-.*)$/i
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i

/** The whole address of a request whose host does not depend on what is filled in; null if it cannot be one. */
export function readAddressTemplate(template: string): { origin: string; host: string } | null {
  const [one, other] = ['a', 'b'].map((text) => URL.parse(fill(template.trim(), filledWith(text), asItIs)))
  if (one === null || one === undefined || other === null || other === undefined) return null
  if (one.protocol !== 'http:' && one.protocol !== 'https:') return null
  if (one.username !== '' || one.password !== '' || one.origin !== other.origin) return null
  return { origin: one.origin, host: one.host }
}

/** Why a header cannot be sent, as what follows its name; null if it can. */
export function wrongHeader({ name, value }: Header): string | null {
  if (!TOKEN.test(name)) return 'is not a header’s name: it may have letters, digits and “-”'
  if (KEPT_HEADERS.test(name)) return `cannot be ${name}: Standby sets that header itself, or never sends it`
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value) || !/^[\u0000-\u00ff]*$/.test(value)) {
    return 'has a value with a line break, or with letters that a header cannot hold'
  }
  // It decides how values are written into the body: a viewer's name must not.
  if (name.toLowerCase() === 'content-type' && fill(value, filledWith('x'), asItIs) !== value) return 'needs a Content-Type without braces'
  return null
}

/** The name of a header that is there twice, in any case of letters, or null: both would be sent as one. */
export function headerTwice(headers: readonly Header[]): string | null {
  const names = headers.map(({ name }) => name.toLowerCase())
  return headers.find(({ name }, index) => names.indexOf(name.toLowerCase()) < index)?.name ?? null
}

/** Why a body cannot be sent; null if it can. Tried with values that have every kind of sign. */
export function wrongBody({ method, headers, body }: Pick<Request, 'method' | 'headers' | 'body'>): string | null {
  if (body === '') return null
  if (method === 'GET') return 'must be empty: a GET has none'
  const kind = headerOf(headers, 'content-type')
  if (kind !== null && !/json/i.test(kind)) return null
  try {
    JSON.parse(fill(body, filledWith('"a\\b\n'), escapeOf(kind)))
    return null
  } catch {
    return 'is not valid JSON. Put each value in quotes, or name another kind in a Content-Type header'
  }
}

/** What is really sent. Throws nothing that `wrongBody` and its like have let through. */
export function filledRequest(
  { method, url, headers, body }: Request,
  values: Filled,
): {
  method: string
  url: string
  headers: Record<string, string>
  body: string | null
} {
  const kind = headerOf(headers, 'content-type')
  const hasBody = method !== 'GET' && body !== ''
  return {
    method,
    url: fillAddress(url.trim(), values),
    headers: {
      ...(headerOf(headers, 'user-agent') === null && { 'User-Agent': 'Standby' }),
      ...(hasBody && kind === null && { 'Content-Type': 'application/json' }),
      ...Object.fromEntries(headers.map(({ name, value }) => [name, fill(value, values, inHeader)])),
    },
    body: hasBody ? fill(body, values, escapeOf(kind)) : null,
  }
}

function headerOf(headers: readonly Header[], wanted: string): string | null {
  return headers.find(({ name }) => name.toLowerCase() === wanted)?.value ?? null
}

function filledWith(text: string): Filled {
  const texts = Object.entries(NO_VALUES).map(([name, value]) => [name, typeof value === 'string' ? text : text.charCodeAt(0)])
  return { ...(Object.fromEntries(texts) as unknown as Filled), secret: text }
}
