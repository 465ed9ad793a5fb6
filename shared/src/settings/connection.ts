import * as z from 'zod'
import { WAYS } from '../connection/way.ts'
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

/** The ways into a LIVE that are switched on, the best first, in a request. */
export const waysInOrder = z
  .array(z.enum(WAYS))
  .min(1)
  .refine((ways) => new Set(ways).size === ways.length, { params: { code: 'field-twice' } })

/** As they lie in the settings file. A way that this version does not know is left out. Null: not chosen. */
export const savedWays = z
  .array(z.string())
  .transform((names) => names.flatMap((name) => WAYS.find((way) => way === name) ?? []))
  .transform((ways) => (ways.length === 0 ? null : ways))
  .nullable()
  .default(null)
  .catch(null)
