import { Router } from 'express'
import * as z from 'zod'
import type { Avatars } from './avatars.ts'
import { MAX_ADDRESS_LENGTH } from '../sources/tiktok/text.ts'
import { parsed, Refused } from '../server/answer.ts'

const query = z.object({
  u: z
    .string({ error: 'must be the address of a picture, as `avatarUrl` gives it' })
    .min(1, { error: 'must be the address of a picture, as `avatarUrl` gives it' })
    .max(MAX_ADDRESS_LENGTH, { error: `must have at most ${MAX_ADDRESS_LENGTH} characters` }),
})

/** `GET /avatar?u=…`: a viewer's picture, so that no page has to ask anybody but the bridge. */
export function avatarRoutes(avatars: Avatars): Router {
  return Router().get('/', async (request, response) => {
    const answer = await avatars.picture(parsed(query, request.query).u)
    if (!answer.ok) throw refused(answer.why)
    response.set({
      'Content-Type': answer.picture.type,
      // TikTok gives a changed picture another address.
      'Cache-Control': 'private, max-age=604800, immutable',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    })
    response.end(answer.picture.bytes)
  })
}

function refused(why: 'missing' | 'failed' | 'busy'): Refused {
  if (why === 'busy')
    return new Refused(503, { error: 'busy', message: 'Too many pictures are being fetched at once. Ask again in a moment.' })
  if (why === 'failed')
    return new Refused(502, { error: 'picture-failed', message: 'TikTok did not hand out this picture. Ask again in half a minute.' })
  return new Refused(404, {
    error: 'no-picture',
    message: 'There is no picture of a TikTok viewer at this address. Show initials instead.',
  })
}
