import { liveEventDraft } from '@standby/shared/live/event.ts'
import { Router } from 'express'
import * as z from 'zod'

const offset = z.number().describe('The place in the journal: strictly growing within an epoch, with gaps. 0 for a test event.')
const events = z.array(liveEventDraft.and(z.object({ offset })))
/** The slices are described in docs/api.md: more may come, and a client passes over what it does not know. */
const state = z.record(z.string(), z.unknown())

/** What a client of `/ws` is sent, but for the announcements, which a client passes over if it does not know them. */
const feedMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    epoch: z.string(),
    offset: z.number(),
    recovered: z.boolean(),
    state,
    events,
    history: events,
    now: z.number(),
    gap: z.object({ reason: z.string(), afterOffset: z.number(), untilOffset: z.number() }).nullable(),
  }),
  z.object({ type: z.literal('update'), offset: z.number(), events, state }),
  z.object({ type: z.literal('test'), events }),
])

/** The feed as a JSON Schema, made of the schemas that check the events. */
export function feedSchema(): object {
  const made = z.toJSONSchema(feedMessage, { target: 'draft-2020-12', io: 'output', reused: 'ref' })
  return {
    ...made,
    title: 'Feed of Standby',
    description: 'Messages of the WebSocket /ws. Other types, fields and kinds of events may come.',
  }
}

/** `GET /api/schema/feed.json`. */
export function schemaRoutes(): Router {
  let made: object | null = null
  return Router().get('/schema/feed.json', (_request, response) => {
    made ??= feedSchema()
    response.type('application/schema+json').send(JSON.stringify(made, null, 2))
  })
}
