import type { Clock } from '@standby/shared/clock.ts'
import * as answers from './answers.ts'
import type { Answer, BatchChange, Fault } from './faults.ts'
import type { Step } from './requests.ts'
import type { HostedRoom } from './room.ts'
import type { Rooms } from './rooms.ts'
import type { Signatures } from './signatures.ts'
import type { RoomMessage } from './wire.ts'

export interface World {
  clock: Clock
  nextId: () => string
  rooms: Rooms
  signatures: Signatures
  /** Where the sign answer sends clients for their socket. */
  pushServer: () => string
}

/** A question TikTok or the sign service would know the answer to. */
export interface Question {
  step: Step
  room: HostedRoom | null
  answer(alter: Extract<Fault, { kind: 'alter' }> | null): Answer
}

/** What is being asked; null for an address that is none of theirs. Throws URIError on a name that is badly percent-encoded. */
export function recognise(url: URL, { clock, nextId, rooms, signatures, pushServer }: World): Question | null {
  const path = url.pathname
  const part = (pattern: RegExp): string | null => {
    const found = pattern.exec(path)?.[1]
    return found === undefined ? null : decodeURIComponent(found)
  }

  const pageOf = part(/^\/@([^/]*)\/live\/?$/)
  if (pageOf !== null) {
    const room = rooms.byName(pageOf)
    return { step: 'page', room, answer: () => answers.page(room) }
  }
  if (path === '/api-live/user/room/') {
    const room = rooms.byName(url.searchParams.get('uniqueId') ?? '')
    return { step: 'roomApi', room, answer: () => answers.roomApi(room) }
  }
  const anchor = part(/^\/webcast\/anchors\/([^/]*)\/room_id$/)
  if (anchor !== null) {
    const room = rooms.byName(anchor)
    return { step: 'eulerRoom', room, answer: () => answers.eulerRoom(room) }
  }
  if (path === '/webcast/room/info/') {
    const roomId = url.searchParams.get('room_id') ?? ''
    const room = rooms.byRoomId(roomId)
    return { step: 'roomInfo', room, answer: () => answers.roomInfo(room, roomId, clock.now()) }
  }
  const signed = part(/^\/webcast\/rooms\/([^/]*)\/connect$/)
  if (signed === null) return null
  const room = rooms.byRoomId(signed)
  return {
    step: 'sign',
    room,
    answer(alter) {
      if (room === null) return answers.signUnknownRoom()
      return answers.sign({
        roomId: signed,
        requestId: nextId(),
        cursor: `${clock.now()}_${nextId()}`,
        pushServer: pushServer(),
        signature: signatures.issue(signed, nextId()),
        now: clock.now(),
        initial: changed(room.roomId === signed ? room.history() : [], alter?.initial ?? []),
        change: alter?.fetchResult ?? {},
      })
    },
  }
}

function changed(history: readonly RoomMessage[], change: readonly RoomMessage[] | BatchChange): readonly RoomMessage[] {
  return typeof change === 'function' ? change(history) : [...history, ...change]
}
