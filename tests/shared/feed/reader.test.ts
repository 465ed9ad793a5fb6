import { describe, expect, test } from 'vitest'
import { forReader, readerHealth, type ReaderScope } from '@standby/shared/feed/reader.ts'
import type { BattleState } from '@standby/shared/live/room-state.ts'
import { hiddenBy, NO_MODERATION, type Moderation } from '@standby/shared/settings/moderation.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { FeedState, SnapshotMessage } from '@standby/shared/protocol.ts'
import { event, gift, liveState, lost, OBS_STANDBY, viewer } from '../../support/fixtures/show.ts'
import { alert } from '../../support/fixtures/situation.ts'

const NOW = 1_700_000_000_000
const gap = {
  ...event(8, { type: 'chat', text: '' }),
  type: 'gap',
  from: 1,
  to: 2,
  cause: 'tiktok',
  correlationId: 'c',
  attempts: 3,
} as never
const EVERY_KIND: LiveEvent[] = [
  event(1, { type: 'chat', text: 'hello', emotes: [{ id: 'e', pictureUrl: 'https://p16.example/e', at: 0, length: 0 }] }),
  { ...gift(2, 's1', 'Rose', 1, 3, true), receiver: viewer(3) } as LiveEvent,
  event(3, { type: 'like', count: 4, total: 40 }),
  event(4, { type: 'follow', followers: 3 }),
  event(5, { type: 'share' }),
  event(6, { type: 'join' }),
  event(7, { type: 'subscribe' }),
  { ...(gap as LiveEvent), caughtUp: { chat: 2 }, estimatedLost: { chat: 3 }, overlapped: false, likesAdded: 9 } as LiveEvent,
]
const gapRecord = { at: 3, from: 1, to: 2, cause: 'tiktok', correlationId: 'c', attempts: 3, caughtUp: { chat: 2 }, estimatedLost: null }

const hostOf = ({ id, uniqueId, nickname }: ReturnType<typeof viewer>) => ({ id, uniqueId, nickname, avatarUrl: null })
const BATTLE: BattleState = {
  battleId: 'b',
  startedAt: 1,
  endsAt: NOW,
  at: NOW,
  over: true,
  sides: [
    { id: '1', hosts: [hostOf(viewer(1))], score: 5, own: true, result: 'win' },
    { id: '2', hosts: [hostOf(viewer(2))], score: 3, own: false, result: 'lose' },
  ],
}

/** Everything that the feed can say at once. */
function everything(): FeedState {
  const live = liveState(NOW)
  return {
    ...live,
    tiktok: {
      ...live.tiktok,
      ...lost(NOW, 'tiktok', { awayMs: 20_000 }),
      cause: { kind: 'tiktok', at: 1, detail: 'GET https://example.org 503' },
      degraded: {
        since: 1,
        cause: 'tiktok',
        parts: {} as never,
        valuesAt: 1,
        recovery: { earliestAt: 1, latestAt: 2, basis: 'past-outages', outages: 9 },
        missed: { chat: 1 },
      },
    },
    obs: { ...live.obs, ...OBS_STANDBY },
    recovery: { correlationId: 'c', at: NOW, awayMs: 3, caughtUp: 4 },
    gaps: [{ ...gapRecord, overlapped: true, caughtUpWhole: true, likesAdded: 1, followersAdded: 2, basis: 'before' } as never],
    overlay: { ...live.overlay, goals: [{ kind: 'custom', title: 'Laps', target: 10, current: 2 }] },
    card: {
      ...live.card,
      texts: { en: { away: { title: 'Tea', line: 'Soon' } } },
      backdrop: { id: 'b', name: 'C:\\Users\\Maya\\sea.png', type: 'image/png', bytes: 9 },
      music: { id: 'm', name: 'song.mp3', type: 'audio/mpeg', bytes: 9 },
    },
    look: {
      ...live.look,
      ownFont: { id: 'f', name: 'C:\\Users\\Maya\\brush.ttf', type: 'font/ttf', bytes: 9 },
      sound: { id: 's', name: 'pling.mp3', type: 'audio/mpeg', bytes: 9 },
    },
    looks: [{ ...live.look, title: 'Only mine', theme: 'solid' }],
    moderation: { hiddenMessages: ['9000000001'], hiddenUsers: [{ id: 'u', name: 'Troll' }], blockedWords: ['spoiler'] },
    alerts: [alert(NOW, 'storage', 5, {})],
    room: { ...live.room, title: 'PLANTED', battle: BATTLE },
  }
}

const snapshot = (more: Partial<SnapshotMessage> = {}): SnapshotMessage => ({
  ...{ type: 'snapshot', epoch: 'e', offset: 8, recovered: false, state: everything(), events: EVERY_KIND, history: EVERY_KIND, now: NOW },
  gap: { reason: 'deleted', afterOffset: 1, untilOffset: 2 },
  ...more,
})
const scope = (more: Partial<ReaderScope> & { moderation?: Moderation } = {}): ReaderScope => ({
  hides: hiddenBy(more.moderation ?? NO_MODERATION),
  supporters: everything().supporters,
  ...{ beforeLive: 0, liveSince: 0, takenBack: () => [] },
  ...more,
})

/** Where in a value something stands; a place in a list is a star. */
function paths(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${at}[]`] : [...new Set(value.flatMap((one) => paths(one, `${at}*`)))]
  if (typeof value !== 'object' || value === null) return [at]
  return Object.entries(value).flatMap(([key, one]) => paths(one, at === '' ? key : `${at}.${key}`))
}
/** The same value with a field more in each object, at any depth. */
function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMore)
  if (typeof value !== 'object' || value === null) return value
  return { ...Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withMore(one)])), added: 'PLANTED' }
}

const EVENT = ['id', 'at', 'missed', 'offset', 'type', 'user.id', 'user.uniqueId', 'user.nickname', 'user.avatarUrl']
const RECEIVER = ['receiver.id', 'receiver.uniqueId', 'receiver.nickname', 'receiver.avatarUrl']
const EMOTES = ['id', 'pictureUrl', 'at', 'length'].map((field) => `emotes*.${field}`)
const OF_KINDS = [...RECEIVER, 'text', ...EMOTES, 'giftId', 'name', 'diamondCount', 'count', 'streakId', 'final', 'total']
const OF_A_GAP = ['from', 'to', 'caughtUp.chat', 'estimatedLost.chat', 'overlapped', 'cause', 'correlationId']
const TIKTOK = ['reconnectionState', 'health', 'paused', 'since', 'lostAt', 'nextAttemptAt', 'cause.kind', 'cause.at', 'degraded.since']
const COUNTERS = ['viewers', 'likes', 'followers', 'diamonds', 'chats', 'gifts', 'follows', 'shares', 'joins', 'subscribes']
const PARTS = ['chat', 'alerts', 'counters', 'activity', 'goals', 'supporters', 'badge', 'summary', 'battle']
const OVERLAY = [
  'language',
  'theme',
  'scale',
  'safeZones',
  'mirrored',
  'callsToAction',
  'links',
  'outageFigures',
  'avatars',
  'giftPictures',
  'guestGifts',
  'sound.on',
  'sound.volume',
]
const SHOWS = ['timeAway', 'figures', 'goals', 'supporters', 'ring'].map((field) => `shows.${field}`)
const FILES = ['backdrop', 'music'].flatMap((slot) => [`${slot}.id`, `${slot}.type`])
const CARD = ['title', 'line', 'accent', 'volume', ...SHOWS, 'texts.en.away.title', 'texts.en.away.line', ...FILES]
const SIDE = ['id', 'score', 'own', 'result', ...['id', 'uniqueId', 'nickname', 'avatarUrl'].map((field) => `hosts*.${field}`)]
const LOOK_FILES = ['ownFont', 'sound'].flatMap((slot) => [`${slot}.id`, `${slot}.type`])
const LOOK = ['accent', 'ground', 'font', 'radius', 'alertFrom', 'soundFrom', ...LOOK_FILES]
/** All that a reader may have. To add to it is to show it to whoever may see the show. */
const ALLOWED = [
  ...['type', 'epoch', 'offset', 'recovered', 'now', 'gap.reason', 'gap.afterOffset', 'gap.untilOffset'],
  ...['events*.', 'history*.'].flatMap((list) => [...EVENT, ...OF_KINDS, ...OF_A_GAP].map((field) => list + field)),
  ...[...TIKTOK, 'degraded.recovery.earliestAt', 'degraded.recovery.latestAt', 'degraded.recovery.basis'].map(
    (field) => `state.tiktok.${field}`,
  ),
  ...COUNTERS.map((field) => `state.counters.${field}`),
  ...['user.id', 'user.uniqueId', 'user.nickname', 'user.avatarUrl', 'diamonds'].map((field) => `state.supporters*.${field}`),
  ...['correlationId', 'at', 'awayMs', 'caughtUp'].map((field) => `state.recovery.${field}`),
  ...['from', 'to', 'caughtUp.chat', 'estimatedLost', 'overlapped', 'at', 'cause', 'correlationId'].map((field) => `state.gaps*.${field}`),
  ...['gaps', 'awayMs', 'giftsMayBeIncomplete'].map((field) => `state.coverage.${field}`),
  ...[...OVERLAY, ...PARTS.flatMap((part) => [`parts.${part}.on`, `parts.${part}.corner`])].map((field) => `state.overlay.${field}`),
  ...['kind', 'title', 'target', 'current'].map((field) => `state.overlay.goals*.${field}`),
  ...['endsAt', 'at', 'over', ...SIDE.map((field) => `sides*.${field}`)].map((field) => `state.room.battle.${field}`),
  ...CARD.map((field) => `state.card.${field}`),
  ...LOOK.map((field) => `state.look.${field}`),
  ...['hiddenMessages[]', 'hiddenUsers[]', 'blockedWords[]'].map((field) => `state.moderation.${field}`),
]

describe('Overlay settings', () => {
  test('[OC9] no reader is told what a file of the card is called on the creator’s computer', () => {
    expect(JSON.stringify(forReader(snapshot(), scope()))).not.toMatch(/sea\.png|song\.mp3/)
  })

  test('[OC12] no reader is told what a file of a look is called, or which looks the creator keeps', () => {
    expect(JSON.stringify(forReader(snapshot(), scope()))).not.toMatch(/brush\.ttf|pling\.mp3|Only mine/)
  })
})

describe('Access', () => {
  describe('what a reader gets', () => {
    test('[AC22] is on a list: every slice, field and kind of event, and nothing that nobody added', () => {
      const got = forReader(snapshot(), scope())
      expect(paths(got).sort()).toEqual([...ALLOWED].sort())
      expect(forReader(withMore(snapshot()), scope())).toEqual(got)
      expect(JSON.stringify(got)).not.toMatch(/Troll|spoiler|example\.org|maya|4455|storage/)
    })

    test('[AC22] a new kind of event, of message or of slice is left out, and what is around it comes', () => {
      const secret = { ...event(9, { type: 'share' }), type: 'whisper' }
      const message = { type: 'update', offset: 9, events: [...EVERY_KIND, secret], state: { obs: everything().obs, fresh: 'PLANTED' } }
      const got = forReader(message, scope())
      expect(got).toMatchObject({ type: 'update', offset: 9, state: {} })
      expect(got?.events.map(({ offset }) => offset)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
      const announced = {
        type: 'tiktok:reconnection:started',
        correlationId: 'c',
        at: 1,
        cause: 'tiktok',
        attempt: 1,
        nextAttemptAt: 2,
        awayMs: 3,
      }
      expect(forReader(announced, scope())).toBeNull()
      for (const odd of [null, 'snapshot', [], { type: 'snapshot' }]) expect(forReader(odd, scope())).toBeNull()
      expect(forReader({ type: 'test', events: [secret, 7, null] }, scope())).toEqual({ type: 'test', events: [] })
      const wordless = { reason: 7, afterOffset: 1, untilOffset: 2 }
      expect(forReader({ ...snapshot(), gap: wordless }, scope())).toBeNull()
      // One more word of ours in a field that it may have does not make it deaf.
      const gap = { reason: 'something new', afterOffset: 1, untilOffset: 2 }
      expect(forReader({ ...snapshot(), gap }, scope())).toMatchObject({ gap })
    })

    test('[AC32] who is hidden has no name in a battle, and the score stays', () => {
      const hidden = viewer(2)
      const moderation = { ...NO_MODERATION, hiddenUsers: [{ id: hidden.id, name: '' }] }
      const got = forReader(snapshot(), scope({ moderation })) as SnapshotMessage
      expect(got.state.room.battle?.sides.map(({ hosts, score }) => [hosts[0]?.nickname, score])).toEqual([
        [viewer(1).nickname, 5],
        ['', 3],
      ])
    })

    test('[AC22] of a viewer’s relationship has what a page marks, and no badges and levels', () => {
      const marks = { follower: true, friend: true, moderator: true, subscriber: true }
      const relation = { ...marks, newGifter: true, topGifterRank: 1, gifterLevel: 9, teamLevel: 3, badges: [{ scene: 8 }] }
      const fan = event(9, { type: 'share' }, { user: { ...viewer(1), relation } })
      const got = forReader({ type: 'update', offset: 9, events: [fan], state: {} }, scope())
      expect(got?.events).toEqual([{ ...fan, user: { ...viewer(1), relation: marks } }])
    })

    test('[AC23] holds nothing that is hidden, in events, history, test events and supporters', () => {
      const [first, , , , , , joined] = EVERY_KIND as { user: { id: string; nickname: string } }[]
      const moderation = { hiddenMessages: ['9000000002'], hiddenUsers: [{ id: joined!.user.id, name: '' }], blockedWords: ['hello'] }
      const got = forReader(snapshot(), scope({ moderation })) as SnapshotMessage
      expect(got.events.map(({ offset }) => offset)).toEqual([3, 4, 5, 6, 8])
      expect(got.history).toEqual(got.events)
      expect(forReader({ type: 'test', events: EVERY_KIND }, scope({ moderation }))?.events).toHaveLength(5)
      const hidden = { ...NO_MODERATION, hiddenUsers: [{ id: viewer(0).id, name: 'x' }], blockedWords: [viewer(3).nickname] }
      const supported = forReader(snapshot(), scope({ moderation: hidden })) as SnapshotMessage
      expect(supported.state.supporters.map(({ user }) => user.id)).toEqual([viewer(8).id, viewer(5).id])
      expect(first).toBeDefined()
    })

    test('[AC23] what is hidden later is taken back by its id alone, and so is a supporter', () => {
      const moderation = { hiddenMessages: [], hiddenUsers: [{ id: viewer(0).id, name: 'Troll' }], blockedWords: ['spoiler'] }
      const message = { type: 'update', offset: 9, events: [], state: { moderation } }
      const got = forReader(message, scope({ moderation, takenBack: () => ['9000000001'] }))
      expect(got).toMatchObject({ state: { moderation: { hiddenMessages: ['9000000001'], hiddenUsers: [], blockedWords: [] } } })
      expect((got as SnapshotMessage).state.supporters.map(({ user }) => user.id)).not.toContain(viewer(0).id)
      expect(JSON.stringify(got)).not.toMatch(/Troll|spoiler/)
    })

    test('[AC22] [AC23] an update has the slices that changed, and supporters if these or the moderation did', () => {
      const { supporters, counters } = everything()
      const slicesOf = (state: object): string[] => {
        const got = forReader({ type: 'update', offset: 9, events: [], state }, scope()) as SnapshotMessage
        return Object.keys(got.state)
      }
      expect(slicesOf({})).toEqual([])
      expect(slicesOf({ counters })).toEqual(['counters'])
      expect(slicesOf({ supporters })).toEqual(['supporters'])
      const told = forReader({ type: 'update', offset: 9, events: [], state: { supporters: [] } }, scope()) as SnapshotMessage
      expect(told.state.supporters.map(({ user }) => user.id)).toEqual(supporters.map(({ user }) => user.id))
      expect(slicesOf({ moderation: NO_MODERATION })).toEqual(['moderation', 'supporters'])
      const none = forReader({ type: 'update', offset: 9, events: [], state: { recovery: null } }, scope())
      expect(none).toEqual({ type: 'update', offset: 9, events: [], state: { recovery: null } })
      expect(forReader({ type: 'update', offset: 9, events: [], state: { counters: 7 } }, scope())).toBeNull()
    })

    test('[AC24] is of the LIVE that is on: no event, no history, no recovery of an earlier one', () => {
      const got = forReader(snapshot(), scope({ beforeLive: 6, liveSince: NOW + 1 })) as SnapshotMessage
      expect([got.events, got.history].map((list) => list.map(({ offset }) => offset))).toEqual([
        [7, 8],
        [7, 8],
      ])
      expect(got.state.recovery).toBeNull()
      expect(forReader(snapshot(), scope({ liveSince: NOW }))).toMatchObject({ state: { recovery: { correlationId: 'c' } } })
    })

    test('[AC22] of the health it gets whether the bridge runs and how the show is', () => {
      expect(readerHealth.parse({ ok: true, health: 'live', obs: 'connected', clients: 3, storage: '/home/maya' })).toEqual({
        ok: true,
        health: 'live',
      })
    })
  })
})
