/** Rooms whose status TikTok refuses to tell although its page says that they are live. Their socket is tried once. */
export interface RefusedRooms {
  /** Whether the socket of this room may be tried. A second time only if something was heard over it. */
  mayTry(roomId: string): boolean
  /** A message came from this room. */
  heard(roomId: string): void
}

export function createRefusedRooms(): RefusedRooms {
  const tried = new Map<string, 'silent' | 'heard'>()
  return {
    mayTry(roomId) {
      const last = tried.get(roomId)
      // Of one creator there is one room at a time.
      tried.clear()
      tried.set(roomId, last ?? 'silent')
      return last !== 'silent'
    },
    heard(roomId) {
      if (tried.has(roomId)) tried.set(roomId, 'heard')
    },
  }
}
