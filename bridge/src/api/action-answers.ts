import type { ActionsView, ObsOffers, Offers, Outcome } from '@standby/shared/actions/view.ts'
import type { ScenePicture } from '@standby/shared/obs-picture.ts'
import * as z from 'zod'
import { action } from '../actions/schema.pure.ts'
import { sentence } from './state.ts'

// What the API answers about actions and about OBS's picture, for its description alone.

export const outcome = z.object({
  at: z.number().describe('ms since 1970'),
  result: z.enum(['done', 'failed', 'skipped']),
  sentence: sentence<Outcome['sentence']>(),
  isTest: z.boolean(),
}) satisfies z.ZodType<Outcome>

const program = z.object({ address: z.string(), hasPassword: z.boolean() })
export const actionsView = z.object({
  actions: z.array(z.object({ ...action.shape, last: outcome.nullable(), hasSecret: z.boolean() })),
  programs: z.object({ streamerbot: program, mixitup: program, firebot: program, sammi: program }),
  isLocked: z.boolean(),
}) satisfies z.ZodType<ActionsView>

const problem = sentence<NonNullable<Offers['problem']>>().nullable()
const offers = z.object({
  offers: z.array(z.object({ id: z.string(), name: z.string(), group: z.string() })),
  problem,
}) satisfies z.ZodType<Offers>
const obsOffers = z.object({
  scenes: z.array(z.object({ name: z.string(), sources: z.array(z.string()) })),
  filters: z.array(z.object({ source: z.string(), filters: z.array(z.string()) })),
  problem,
}) satisfies z.ZodType<ObsOffers>
/** What a program, or OBS, can be asked to do. */
export const anyOffers = z.union([offers, obsOffers])

const placed = {
  width: z.number(),
  height: z.number(),
  crop: z.object({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() }),
  matrix: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]).describe('As CSS’s matrix() takes them'),
}
export const scenePicture = z.object({
  picture: z
    .object({
      scene: z.string(),
      width: z.number(),
      height: z.number(),
      layers: z.array(
        z.object({
          ...placed,
          image: z.string().describe('A data: address'),
          blend: z.string() as unknown as z.ZodType<ScenePicture['layers'][number]['blend']>,
          above: z.boolean(),
        }),
      ),
      overlay: z.object(placed).nullable(),
      missing: z.number(),
    })
    .nullable(),
}) satisfies z.ZodType<{ picture: ScenePicture | null }>
