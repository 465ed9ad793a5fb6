import type { Moderation } from '@standby/shared/settings/moderation.ts'
import type { Logger } from 'pino'
import * as z from 'zod'
import { MAX_HIDDEN_USERS, type HiddenUser, type HideChange, type SavedModeration } from '@standby/shared/settings/moderation-settings.ts'

/** Hidden messages of one LIVE, and TikTok's own deletions in it. The newest last. */
interface RoomModeration {
  roomId: string | null
  messages: string[]
  /** Of whom TikTok took all messages away. */
  users: string[]
}

export interface ModerationOptions {
  /** What stays from LIVE to LIVE. */
  saved: { read: () => SavedModeration; write: (saved: SavedModeration) => void }
  /** What ends with a LIVE, over restarts. */
  memory: { load: () => unknown; save: (rooms: unknown) => void }
  onChange: (moderation: Moderation) => void
  log: Pick<Logger, 'error'>
}

export interface ShowModeration {
  view(): Moderation
  /** Hides a message or a user. False if the list of users is full: an older one must not come back by itself. */
  hide(what: HideChange): boolean
  /** Takes it back, also if TikTok had deleted it. */
  show(what: HideChange): void
  setWords(words: string[]): void
  /** The settings were changed elsewhere. */
  refresh(): void
  /** TikTok, or a moderator there, has taken these messages away, or all of these users. */
  deleted(what: { messageIds: readonly string[]; userIds: readonly string[] }): void
  /** This LIVE is shown now; what was hidden in another is not carried into it. */
  roomIs(roomId: string | null): void
}

const MAX_MESSAGES = 500
/** Rooms remembered, so that changing to another name and back forgets nothing. */
const MAX_ROOMS = 4

const savedRooms = z.array(
  z.object({
    roomId: z.string().nullable(),
    messages: z.array(z.string()).max(MAX_MESSAGES),
    users: z.array(z.string()).max(MAX_MESSAGES),
  }),
)

export function createModeration({ saved, memory, onChange, log }: ModerationOptions): ShowModeration {
  const loaded = savedRooms.safeParse(memory.load())
  let rooms: RoomModeration[] = loaded.success ? loaded.data : []
  let roomId: string | null = null

  const here = (): RoomModeration => rooms.find((room) => room.roomId === roomId) ?? { roomId, messages: [], users: [] }

  function view(): Moderation {
    const { hiddenUsers, blockedWords } = saved.read()
    const room = here()
    const byHand = new Set(hiddenUsers.map(({ id }) => id))
    const byTikTok = room.users.filter((id) => !byHand.has(id)).map((id) => ({ id, name: '' }))
    return { hiddenMessages: room.messages, hiddenUsers: [...hiddenUsers, ...byTikTok], blockedWords }
  }

  function changeRoom(change: Partial<RoomModeration>): void {
    rooms = [...rooms.filter((room) => room.roomId !== roomId), { ...here(), ...change }].slice(-MAX_ROOMS)
    memory.save(rooms)
  }

  function hideUser(user: HiddenUser): boolean {
    const { hiddenUsers, blockedWords } = saved.read()
    const others = hiddenUsers.filter(({ id }) => id !== user.id)
    if (others.length >= MAX_HIDDEN_USERS) return false
    try {
      saved.write({ blockedWords, hiddenUsers: [...others, user] })
    } catch (error) {
      // On air it counts that they are gone now; for how long is second to that.
      log.error({ err: error }, 'moderation: the settings could not be saved, the user is hidden for this LIVE only')
      changeRoom({ users: joined(here().users, [user.id]) })
    }
    return true
  }

  const announced = <Result>(result: Result): Result => {
    onChange(view())
    return result
  }

  return {
    view,
    hide({ messageId, userId, name }) {
      if (messageId !== undefined) changeRoom({ messages: joined(here().messages, [messageId]) })
      return announced(userId === undefined || hideUser({ id: userId, name }))
    },
    show({ messageId, userId }) {
      const { messages, users } = here()
      changeRoom({ messages: messages.filter((id) => id !== messageId), users: users.filter((id) => id !== userId) })
      const { hiddenUsers, blockedWords } = saved.read()
      if (userId !== undefined) saved.write({ blockedWords, hiddenUsers: hiddenUsers.filter(({ id }) => id !== userId) })
      announced(undefined)
    },
    setWords(blockedWords) {
      saved.write({ ...saved.read(), blockedWords })
      announced(undefined)
    },
    refresh: () => announced(undefined),
    deleted({ messageIds, userIds }) {
      if (messageIds.length === 0 && userIds.length === 0) return
      const { messages, users } = here()
      changeRoom({ messages: joined(messages, messageIds), users: joined(users, userIds) })
      announced(undefined)
    },
    roomIs(next) {
      roomId = next
      announced(undefined)
    },
  }
}

/** The newest last, each once, the oldest given up first. */
function joined(known: readonly string[], added: readonly string[]): string[] {
  const news = new Set(added)
  return [...known.filter((id) => !news.has(id)), ...news].slice(-MAX_MESSAGES)
}
