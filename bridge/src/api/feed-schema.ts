import { liveEventDraft } from '@standby/shared/live/event.ts'
import * as z from 'zod'
import { feedState } from './state.ts'

const offset = z.number().describe('The place in the journal: strictly growing within an epoch, with gaps. 0 for a test event.')
const events = z.array(liveEventDraft.and(z.object({ offset })))

/** What a client of `/ws` is sent, but for the announcements, which a client passes over if it does not know them. */
export const feedMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    epoch: z.string(),
    offset: z.number(),
    recovered: z.boolean(),
    state: feedState,
    events,
    history: events,
    now: z.number(),
    gap: z.object({ reason: z.string(), afterOffset: z.number(), untilOffset: z.number() }).nullable(),
  }),
  z.object({ type: z.literal('update'), offset: z.number(), events, state: feedState.partial() }),
  z.object({ type: z.literal('test'), events }),
])

/** The feed as a JSON Schema, made of the schemas that check the events. */
export function feedSchema(): object {
  const made = z.toJSONSchema(feedMessage, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any', reused: 'ref' })
  return {
    ...made,
    title: 'Feed of Standby',
    description: 'Messages of the WebSocket /ws. Other types, fields, slices and kinds of events may come.',
  }
}
