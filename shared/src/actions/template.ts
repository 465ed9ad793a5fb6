import { NO_VALUES, type Values } from './values.ts'

/** What can stand between braces: `{user}`. `secret` is the one that the creator saved with the action. */
export const GAPS = [...Object.keys(NO_VALUES), 'secret'] as readonly string[]

const GAP = /\{([a-z]+)\}/g

export type Filled = Values & { secret: string }

/** How what is filled in is written, so that it stays one value wherever it stands. */
export type Escape = (value: string, gap: string) => string

/** The text with its gaps filled. What is in braces and is no gap stays as it is. */
export function fill(template: string, values: Filled, escape: Escape): string {
  return template.replace(GAP, (whole, name: string) => (GAPS.includes(name) ? escape(String(values[name as keyof Filled]), name) : whole))
}

/** The first word in braces that is no gap, or null. */
export function unknownGap(template: string): string | null {
  for (const [, name = ''] of template.matchAll(GAP)) if (!GAPS.includes(name)) return name
  return null
}

/** Within a JSON text: between quotes, or a number on its own. */
export const inJson: Escape = (value) => JSON.stringify(value).slice(1, -1)

const percentEncoded = (value: string): string => encodeURIComponent(value.toWellFormed())

/** Within a form: `name=value&…`. */
export const inForm: Escape = (value) => percentEncoded(value)

export const asItIs: Escape = (value) => value

/** A header takes one line of Latin-1. A name in other letters is written as in an address. */
export const inHeader: Escape = (value) => {
  const line = value.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim()
  return /^[\u0020-\u007e\u00a0-\u00ff]*$/.test(line) ? line : percentEncoded(line)
}

/**
 * The address with its gaps filled. What is filled in never makes another host, another folder or another parameter of it: `..` as a name
 * would lead elsewhere. A secret may have slashes of its own, as the ones of Discord.
 */
export function fillAddress(template: string, values: Filled): string {
  const query = template.search(/[?#]/)
  const path = query < 0 ? template : template.slice(0, query)
  const inPath: Escape = (value, gap) => (gap === 'secret' ? value.split('/') : [value]).map(percentEncoded).join('/')
  const filled = path
    .split('/')
    .map((part) => {
      const text = fill(part, values, inPath)
      return text === part ? text : text.split('/').map(noStep).join('/')
    })
    .join('/')
  return filled + (query < 0 ? '' : fill(template.slice(query), values, inForm))
}

/** `.` and `..`, also written as `%2e`, are steps through folders. */
function noStep(part: string): string {
  const dots = part.replace(/%2e/gi, '.')
  return dots === '.' || dots === '..' ? '_'.repeat(dots.length) : part
}

/** How a body is written, by the kind that its header names; JSON if none does. */
export function escapeOf(contentType: string | null): Escape {
  const kind = contentType?.split(';')[0]?.trim().toLowerCase() ?? 'application/json'
  if (kind === 'application/json' || kind.endsWith('+json')) return inJson
  return kind === 'application/x-www-form-urlencoded' ? inForm : asItIs
}
