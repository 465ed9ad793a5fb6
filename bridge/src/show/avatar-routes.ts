import { Router } from 'express'
import * as z from 'zod'
import type { Avatars } from './avatars.ts'
import { MAX_ADDRESS_LENGTH } from '../sources/tiktok/text.ts'
import { parsed, refused, type Refused } from '../server/answer.ts'

export const query = z.object({
  u: z.string().min(1).max(MAX_ADDRESS_LENGTH),
})

/** `GET /avatar?u=…`: a viewer's picture, so that no page has to ask anybody but the bridge. */
export function avatarRoutes(avatars: Pick<Avatars, 'picture'>): Router {
  return Router().get('/', async (request, response) => {
    const answer = await avatars.picture(parsed(query, request.query).u)
    if (!answer.ok) throw refusal(answer.why)
    response.set({
      'Content-Type': answer.picture.type,
      // TikTok gives a changed picture another address.
      'Cache-Control': 'private, max-age=604800, immutable',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    })
    response.end(answer.picture.bytes)
  })
}

function refusal(why: 'missing' | 'failed' | 'busy'): Refused {
  if (why === 'busy') return refused(503, 'busy', { detail: 'Too many pictures are being fetched at once.' })
  if (why === 'failed') return refused(502, 'picture-failed')
  return refused(404, 'no-picture', { detail: 'Show initials instead.' })
}
