import { FIELD_TEXTS } from '../words/refusals.ts'

export type UsernameResult = { ok: true; username: string } | { ok: false; message: string }

/** A TikTok name from what people type or paste: `name`, `@Name`, `https://www.tiktok.com/@name/live?…`. TikTok names are lower case. */
export function parseUsername(input: string): UsernameResult {
  const trimmed = input.trim()
  const inAddress = /^(?:https?:\/\/)?(?:[\w-]+\.)*tiktok\.com\/@([^/?#]+)/i.exec(trimmed)?.[1]
  const name = (inAddress ?? trimmed.replace(/^@/, '')).toLowerCase()
  return /^[a-z0-9._]{2,24}$/.test(name) ? { ok: true, username: name } : { ok: false, message: FIELD_TEXTS['tiktok-name']({}) }
}
