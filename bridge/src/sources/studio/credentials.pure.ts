import * as z from 'zod'

const text = z.string().trim().min(1).max(500)

/** What a creator or an agency has from TikTok, for an application of theirs. All of it is secret. */
export const studioCredentials = z.strictObject({ appId: text, keyId: text, secret: text })
export type StudioCredentials = z.infer<typeof studioCredentials>

/** From the text that the password store has; null if it is none of ours. */
export function readCredentials(stored: string): StudioCredentials | null {
  try {
    return studioCredentials.parse(JSON.parse(stored))
  } catch {
    return null
  }
}
