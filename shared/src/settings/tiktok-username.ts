import { lookForm } from '../comparison.ts'
import { FIELD_TEXTS, type FieldWords } from '../words/refusals.ts'

/** Why there is no name in what was typed. A short link of TikTok's app leads to a name, and holds none. */
export type NoName = Extract<keyof FieldWords, 'tiktok-name' | 'tiktok-short-link'>
export type UsernameResult = { ok: true; username: string } | { ok: false; code: NoName; message: string }

const OPENING = '["\'«»“”„‘’‹›(<\\[]'
const SHORT_LINK = /(?:^|[\s/"'(<])(?:(?:vm|vt)\.tiktok\.com|(?:[\w-]+\.)?tiktok\.com\/t)\/[\w-]+/i
const PROFILE = new RegExp(`(?:^|\\s|\\]\\(|${OPENING})(?:https?://)?(?:[\\w-]+\\.)*tiktok\\.com/@([^\\s/?#&"'<>)\\]]+)`, 'i')
const ALONE = new RegExp(`^${OPENING}*\\s*@*\\s*([a-z0-9._]+?)(?:/live(?:\\?\\S*)?)?[\\s/.,;:!?"'«»“”„‘’‹›)>\\]]*$`, 'i')
/** TikTok's own addresses look like names, and are none. */
const IS_NAME = /^(?=.*[a-z0-9])(?!(?:.*\.)?tiktok\.com$)[a-z0-9._]{2,24}$/
const MENTION = /(?<![\p{L}\p{N}._/@])@([a-z0-9._]{2,24})(?![\p{L}\p{N}_@])/giu

/**
 * A TikTok name from what people type, paste or share: `name`, `@Name`, `https://www.tiktok.com/@name/live?…`, also with what phones put
 * around it (invisible marks, quotes, a sentence). TikTok names are lower case.
 */
export function parseUsername(input: string): UsernameResult {
  const text = input
    .slice(0, 2_000)
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replaceAll('%40', '@')
    .trim()
  // A name in two scripts is a disguise; one in another script alone is none of TikTok's.
  const found = nameIn(text) ?? (/^\S*[a-z]\S*$/i.test(text) ? nameIn(lookForm(text, 'small')) : null)
  if (found === null) return none(SHORT_LINK.test(text) ? 'tiktok-short-link' : 'tiktok-name')
  return { ok: true, username: found }
}

/** Null if there is none, or nobody can tell which. */
function nameIn(text: string): string | null {
  const inAddress = PROFILE.exec(text)?.[1]
  const name = (inAddress ?? ALONE.exec(text)?.[1] ?? onlyMention(text) ?? '').replace(/\.+$/, '').toLowerCase()
  return IS_NAME.test(name) ? name : null
}

/** The one @name in a sentence. Of several nobody can tell which is meant. */
function onlyMention(text: string): string | null {
  if (!/\s/.test(text)) return null
  const names = new Set(Array.from(text.matchAll(MENTION), ([, name = '']) => name.toLowerCase()))
  const [first = null] = names
  return names.size === 1 ? first : null
}

function none(code: NoName): UsernameResult {
  return { ok: false, code, message: FIELD_TEXTS[code]({}) }
}
