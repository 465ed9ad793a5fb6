import fc from 'fast-check'
import * as proto from 'tiktok-live-proto/v3'
import { describe, expect, test } from 'vitest'
import type { Codec, RoomMessage } from '@standby/bridge/simulator/wire.ts'
import { normalize } from '@standby/bridge/sources/tiktok/normalize.pure.ts'
import { liveEventDraft } from '@standby/shared/live/event.ts'
import { chanceFrom } from '../../../support/fixtures/messages/chance.ts'
import { fullest, METHODS } from '../../../support/fixtures/messages/fullest.ts'
import { madeMessages } from '../../../support/fixtures/messages/live.ts'

const NOW = Date.UTC(2026, 8, 1)

/** Decoded by the TikTok library's own definitions, then read by us; what is handed on has to be as everybody expects it. */
function readable({ method, msgId, payload }: RoomMessage): number {
  const data = (proto as unknown as Record<string, Codec<unknown>>)[method]!.decode(payload)
  const inputs = normalize({ method, msgId, data }, NOW)
  for (const input of inputs) if (input.type === 'event') expect(liveEventDraft.parse(input.event)).toEqual(input.event)
  return inputs.length
}

describe('One attempt at TikTok', () => {
  test('[TK22][TK24] made LIVEs become valid events, whatever the lots', () => {
    const lives = fc.property(fc.integer(), (seed) => {
      const counts = madeMessages(seed).map(readable)
      expect(counts.filter((count) => count > 0).length).toBeGreaterThan(500)
    })
    fc.assert(lives, { numRuns: 2 })
  })

  test('[TK22][TK24] a message of any kind with all its fields set is no trouble, whatever is in them', () => {
    const kinds = fc.property(fc.integer(), fc.constantFrom(...METHODS), (seed, method) => {
      const chance = chanceFrom(seed)
      readable(fullest(chance, method, { msgId: chance.id(), roomId: chance.id(), createTime: String(NOW) }))
    })
    fc.assert(kinds, { numRuns: 150 })
  })
})
