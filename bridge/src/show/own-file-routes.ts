import { cleanText } from '@standby/shared/clean-text.ts'
import type { Response } from 'express'
import * as z from 'zod'
import { refused } from '../server/answer.ts'
import type { OwnFile } from './own-files.ts'

const MAX_FILE_NAME_LENGTH = 80

/** The query of a request that brings a file of the creator's own. */
export const fileNamed = z.object({
  name: z
    .string()
    .default('')
    .transform((name) => cleanText(name, MAX_FILE_NAME_LENGTH)),
})

/** Sends a file of the creator's own, as what its bytes are. Null: there is none. */
export function sendOwnFile(response: Response, found: { path: string; file: Pick<OwnFile, 'type'> } | null): void {
  if (found === null) throw refused(404, 'no-picture')
  response.set({
    'Content-Type': found.file.type,
    // A page asks with the file's id: another file has another address.
    'Cache-Control': 'private, max-age=604800, immutable',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  })
  response.sendFile(found.path, { cacheControl: false, dotfiles: 'allow' })
}
