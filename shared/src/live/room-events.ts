import type { LiveInput, ToldEventDraft } from './event.ts'
import { newsKey, withBattle, withPoll, withRoomNews, type NewsAt, type RoomState } from './room-state.ts'

// Between the events of a LIVE and the state of its room.

/** What a battle's or poll's beginning and end say, and the end of the LIVE. */
export function withRoomEvent(state: RoomState, event: ToldEventDraft): RoomState {
  switch (event.type) {
    case 'battle':
      return { ...state, battle: withBattle(state.battle, event, { at: event.at, over: event.phase === 'end' }) }
    case 'poll':
      return { ...state, poll: withPoll(state.poll, event, { at: event.at, over: event.phase === 'end' }) }
    case 'live-end': {
      const ended = <Course extends { over: boolean }>(one: Course | null): Course | null => one && { ...one, over: true }
      return { ...state, battle: ended(state.battle), poll: ended(state.poll), caption: null }
    }
    default:
      return state
  }
}

/** The beginning or end of a battle or poll, with what the room knows of it besides. */
export function withKnown<Draft extends ToldEventDraft>(event: Draft, { battle: known, poll: knownPoll }: RoomState): Draft {
  if (event.type === 'battle' && known?.battleId === event.battleId) {
    const { startedAt, endsAt, sides } = known
    return { ...event, startedAt, endsAt, sides }
  }
  if (event.type === 'poll' && knownPoll?.pollId === event.pollId) {
    const { title, startedAt, endsAt, options } = knownPoll
    return { ...event, title, startedAt, endsAt, options }
  }
  return event
}

/** The events of some inputs, each with what the room knows by then. */
export function eventsIn(inputs: readonly LiveInput[], room: RoomState): ToldEventDraft[] {
  let known = room
  return inputs.flatMap((input) => {
    if (input.type === 'event') return [withKnown(input.event, known)]
    if (input.report.type === 'news') known = withRoomNews(known, input.report.news, input.report.at)
    return []
  })
}

/**
 * An initial batch without what was told of the room before the connection was lost: it comes again, and is no longer so. What the room's own
 * answer tells is always new.
 */
export function freshNews(inputs: readonly LiveInput[], newsAt: NewsAt): LiveInput[] {
  return inputs.filter((input) => {
    if (input.type !== 'room' || input.report.type !== 'news' || input.report.news.type === 'about') return true
    return input.report.at > (newsAt.get(newsKey(input.report.news)) ?? 0)
  })
}
