import * as z from 'zod'
import { parseUsername } from './tiktok-username.ts'

/** Whose LIVE, in a request. Null: the demo. */
export const tiktokUsername = z.union([z.string(), z.null()]).transform((value, context) => {
  if (value === null) return null
  const result = parseUsername(value)
  if (result.ok) return result.username
  context.addIssue({ code: 'custom', params: { code: result.code } })
  return z.NEVER
})

/** As it lies in the settings file. A file where it is anything else was not written by Standby. */
export const savedTiktokUsername = z.string().nullable().default(null)
