import { NOTHING_WATCHED, type Watched } from '@standby/shared/actions/moments.ts'
import { NOTHING_BEGUN, type Begun } from '@standby/shared/actions/occasions.ts'
import { CAUSE_KINDS } from '@standby/shared/connection/cause.ts'
import * as z from 'zod'

/** What outlives the process, so that nothing runs twice and a drop that was announced is followed by a return. */
export interface Progress {
  begun: Begun
  watched: Watched
}

const saved = z.object({
  begun: z
    .object({ upTo: z.number(), streaks: z.array(z.string()), moments: z.array(z.string()) })
    .catch({ ...NOTHING_BEGUN, streaks: [], moments: [] }),
  watched: z
    .object({
      username: z.string().nullable(),
      roomId: z.string().nullable(),
      outage: z.object({ key: z.string(), lostAt: z.number(), isDegraded: z.boolean(), cause: z.enum(CAUSE_KINDS).nullable() }).nullable(),
    })
    .transform((watched): Watched => ({ ...watched, isSeen: false }))
    .catch(NOTHING_WATCHED),
})

/** What cannot be understood counts as nothing. */
export function progressFrom(value: unknown): Progress {
  return saved.safeParse(value).data ?? { begun: NOTHING_BEGUN, watched: NOTHING_WATCHED }
}
