import { describe, expect, test } from 'vitest'
import { journalOf } from '@standby/bridge/channels/journal-of.ts'
import { memoryJournal } from '../../support/peers/channel.ts'

describe('Several channels', () => {
  test('[CL3] what the bridge keeps once is kept for each channel, and the rest is shared', () => {
    const journal = memoryJournal()
    const ben = journalOf(journal, 'ben')
    journal.remember('moderation', 'of the first')
    ben.remember('moderation', 'of ben')
    ben.remember('checkpoint:ben', 'there')
    expect([journal.recall('moderation'), ben.recall('moderation')]).toEqual(['of the first', 'of ben'])
    expect(journalOf(journal, 'cleo').recall('moderation')).toBeNull()
    expect(journal.recall('checkpoint:ben')).toBe('there')
  })
})
