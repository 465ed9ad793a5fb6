import type { Clock } from '@standby/shared/clock.ts'
import { createRoom, type HostedRoom } from './room.ts'

/** Every account this TikTok knows, by name and by each room id it ever had. */
export interface Rooms {
  /** The account's room, created live when it is first asked for. */
  room(uniqueId: string): HostedRoom
  /** What a client's question finds: null if there is no such account. */
  byName(uniqueId: string): HostedRoom | null
  byRoomId(roomId: string): HostedRoom | null
}

export function roomBook({ clock, nextId, autoCreate }: { clock: Clock; nextId: () => string; autoCreate: boolean }): Rooms {
  const rooms = new Map<string, HostedRoom>()
  const names = new Map<string, string>()
  const room = (uniqueId: string): HostedRoom => {
    const found = rooms.get(uniqueId) ?? createRoom(uniqueId, { clock, nextId, opened: (roomId) => names.set(roomId, uniqueId) })
    rooms.set(uniqueId, found)
    return found
  }
  return {
    room,
    byName: (uniqueId) => rooms.get(uniqueId) ?? (autoCreate && uniqueId !== '' ? room(uniqueId) : null),
    byRoomId: (roomId) => rooms.get(names.get(roomId) ?? '') ?? null,
  }
}
