import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createModeration } from '@standby/bridge/show/moderation.ts'
import { MAX_HIDDEN_USERS, wordsChange, type SavedModeration } from '@standby/shared/settings/moderation-settings.ts'
import type { Moderation } from '@standby/shared/settings/moderation.ts'

interface Disk {
  disk?: SavedModeration
  memory?: unknown
  diskFails?: boolean
}

/** A moderation whose disk can be looked at, broken, and started from again. */
function begin({ disk = { hiddenUsers: [], blockedWords: [] }, memory = null, diskFails = false }: Disk = {}) {
  const told: Moderation[] = []
  const errors: unknown[] = []
  const moderation = createModeration({
    saved: {
      read: () => disk,
      write(next) {
        if (diskFails) throw new Error('ENOSPC')
        disk = next
      },
    },
    memory: {
      load: () => memory,
      save: (rooms) => {
        memory = structuredClone(rooms)
      },
    },
    onChange: (view) => told.push(view),
    log: { error: (fields: unknown) => void errors.push(fields) } as never,
  })
  moderation.roomIs('room-1')
  return { moderation, told, errors, saved: () => ({ disk, memory }) }
}

const user = (userId: string, name = userId) => ({ userId, name })
const message = (messageId: string) => ({ messageId, name: '' })

describe('Moderation', () => {
  test('[MO3] hiding and showing a message or a user reaches every page at once', () => {
    const { moderation, told } = begin()
    moderation.hide(message('1'))
    moderation.hide(user('u1', 'Troll'))
    expect(told.at(-1)).toEqual({ hiddenMessages: ['1'], hiddenUsers: [{ id: 'u1', name: 'Troll' }], blockedWords: [] })
    moderation.hide(user('u1', 'Troll again'))
    moderation.hide(message('1'))
    expect(moderation.view()).toEqual({ hiddenMessages: ['1'], hiddenUsers: [{ id: 'u1', name: 'Troll again' }], blockedWords: [] })
    moderation.show(message('1'))
    moderation.show(user('u1'))
    expect(told.at(-1)).toEqual({ hiddenMessages: [], hiddenUsers: [], blockedWords: [] })
  })

  test('[MO4] a new LIVE starts without hidden messages; users and words stay; going back keeps all', () => {
    const { moderation } = begin()
    moderation.hide(message('1'))
    moderation.hide(user('u1'))
    moderation.setWords(['spoiler'])
    moderation.deleted({ messageIds: [], userIds: ['u2'] })
    moderation.roomIs('room-2')
    expect(moderation.view()).toEqual({ hiddenMessages: [], hiddenUsers: [{ id: 'u1', name: 'u1' }], blockedWords: ['spoiler'] })
    moderation.roomIs('room-1')
    expect(moderation.view()).toMatchObject({ hiddenMessages: ['1'], hiddenUsers: [{ id: 'u1' }, { id: 'u2' }] })
  })

  test('[MO5] after a restart in a LIVE all is as before; an unreadable state counts as none', () => {
    const before = begin()
    before.moderation.hide(message('1'))
    before.moderation.hide(user('u1'))
    before.moderation.deleted({ messageIds: ['2'], userIds: ['u2'] })
    expect(begin(before.saved()).moderation.view()).toEqual(before.moderation.view())
    expect(begin({ memory: [{ roomId: 7 }] }).moderation.view().hiddenMessages).toEqual([])
  })

  test('[MO6] what TikTok deletes is hidden, for this LIVE, and stays so when nothing is in it', () => {
    const { moderation, told } = begin()
    moderation.deleted({ messageIds: ['5', '6'], userIds: ['u9'] })
    expect(told.at(-1)).toEqual({ hiddenMessages: ['5', '6'], hiddenUsers: [{ id: 'u9', name: '' }], blockedWords: [] })
    const count = told.length
    moderation.deleted({ messageIds: [], userIds: [] })
    expect(told).toHaveLength(count)
    moderation.hide(user('u9', 'Known'))
    expect(moderation.view().hiddenUsers).toEqual([{ id: 'u9', name: 'Known' }])
  })

  test('[MO7] a full disk hides the user all the same, for this LIVE', () => {
    const { moderation, errors } = begin({ diskFails: true })
    expect(moderation.hide(user('u1'))).toBe(true)
    expect(moderation.view().hiddenUsers).toEqual([{ id: 'u1', name: '' }])
    expect(errors).toHaveLength(1)
  })

  test('[MO8] the lists are bounded: old messages are given up, hidden users never by themselves', () => {
    const { moderation } = begin()
    moderation.deleted({ messageIds: Array.from({ length: 100_000 }, (_, n) => `m${n}`), userIds: [] })
    expect(moderation.view().hiddenMessages).toHaveLength(500)
    expect(moderation.view().hiddenMessages.at(-1)).toBe('m99999')
    const hiddenUsers = Array.from({ length: MAX_HIDDEN_USERS }, (_, n) => ({ id: `u${n}`, name: '' }))
    const full = begin({ disk: { hiddenUsers, blockedWords: [] } }).moderation
    expect(full.hide(user('one more'))).toBe(false)
    expect(full.hide(user('u5', 'again'))).toBe(true)
    expect(full.view().hiddenUsers).toHaveLength(MAX_HIDDEN_USERS)
  })

  test('[MO8] over random hiding, showing and deleting the lists keep their bounds and each id once', () => {
    const id = fc.integer({ min: 0, max: 30 }).map(String)
    const step = fc.oneof(
      fc.record({ hide: id }),
      fc.record({ show: id }),
      fc.record({ deleted: fc.array(id, { maxLength: 5 }) }),
      fc.record({ room: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f') }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { moderation, saved } = begin()
        for (const one of steps) {
          if ('hide' in one) moderation.hide(message(one.hide))
          else if ('show' in one) moderation.show(message(one.show))
          else if ('deleted' in one) moderation.deleted({ messageIds: one.deleted, userIds: one.deleted })
          else moderation.roomIs(one.room)
          const { hiddenMessages } = moderation.view()
          expect(new Set(hiddenMessages).size).toBe(hiddenMessages.length)
          if ('hide' in one) expect(hiddenMessages.at(-1)).toBe(one.hide)
          if ('show' in one) expect(hiddenMessages).not.toContain(one.show)
        }
        expect((saved().memory as unknown[] | null)?.length ?? 0).toBeLessThanOrEqual(4)
      }),
    )
  })

  test('[MO9] words are kept in the form they are compared in, each once, none empty', () => {
    expect(wordsChange.parse({ words: [' Spoiler ', 'SPOILER', 'Ｆｕｌｌ', '', ' \u200b ', 'two   words'] }).words).toEqual([
      'spoiler',
      'full',
      'two words',
    ])
  })
})
