import type * as Library from 'tiktok-live-connector'
import { worthAskingSignService } from './classify.pure.ts'
import { AttemptFailed, errorFacts, type RoomLookup } from './failure.ts'
import { idText } from './text.ts'

type Connection = InstanceType<typeof Library.TikTokLiveConnection>

export interface RoomIdRequest {
  uniqueId: string
  webClient: Connection['webClient']
  apiClient: Connection['apiClient']
  signal: AbortSignal
  /** Throws `AttemptFailed` when there is no budget for asking the sign service. Null: it is not to be asked. */
  spendSign: (() => void | Promise<void>) | null
}

export interface FoundRoom {
  roomId: string
  /** TikTok's own page or API said that it is live. */
  isLive: boolean
}

/**
 * The room's id from TikTok's page, else TikTok's API, else the sign service, as the library does it, but stopping where the answer is
 * plain: an account without a LIVE, an unknown account, a network that is down. That spares the sign service's quota.
 * Throws `AttemptFailed`, or whatever an aborted request throws.
 */
export async function findRoomId(
  library: typeof Library,
  { uniqueId, webClient, apiClient, signal, spendSign }: RoomIdRequest,
): Promise<FoundRoom> {
  const { RouteConfig } = library
  const lookups: RoomLookup[] = []
  const isAborted = (): boolean => signal.aborted

  try {
    const answer: unknown = await RouteConfig.fetchRoomInfoFromHtml({ webClient, uniqueId })
    return roomOrOffline(answer as PageAnswer)
  } catch (error) {
    if (error instanceof AttemptFailed || isAborted()) throw error
    lookups.push({ source: 'page', error })
  }

  try {
    const answer: unknown = await RouteConfig.fetchRoomInfoFromApiLive({ webClient, uniqueId })
    return roomOrOffline((answer as ApiAnswer).data)
  } catch (error) {
    if (error instanceof AttemptFailed || isAborted()) throw error
    if (knowsAccountWithoutRoom(error)) throw offline()
    lookups.push({ source: 'api', error })
  }

  if (spendSign === null || !worthAskingSignService(lookups)) throw new AttemptFailed({ at: 'room', lookups })
  await spendSign()
  try {
    const answer = await RouteConfig.fetchRoomIdFromProvider({ webClient, apiClient, uniqueId })
    if (answer.ok && answer.room_id) return { roomId: answer.room_id, isLive: false }
    lookups.push({ source: 'sign', error: answer.message })
  } catch (error) {
    lookups.push({ source: 'sign', error })
  }
  throw new AttemptFailed({ at: 'room', lookups })
}

/** What is read of the two answers; both come from TikTok, so nothing in them is certain. */
interface PageAnswer {
  user?: { roomId?: unknown; status?: unknown } | null
  liveRoom?: { status?: unknown } | null
}
interface ApiAnswer {
  data?: PageAnswer | null
}

const offline = (): AttemptFailed => new AttemptFailed({ at: 'offline', detail: 'TikTok knows the account and shows no LIVE' })

const LIVE = 2

/** TikTok gives an account that never was live an empty room id, or 0. */
function roomOrOffline(answer: PageAnswer | null | undefined): FoundRoom {
  if (!answer?.user) throw new Error('Failed to extract the user.')
  const roomId = idText(answer.user.roomId)
  if (roomId === '') throw offline()
  return { roomId, isLive: (answer.liveRoom?.status ?? answer.user.status) === LIVE }
}

const BROKEN_ANSWER = 'Invalid response from API: '

/** The API route takes a missing room id for a broken answer and puts the answer into its message. */
function knowsAccountWithoutRoom(error: unknown): boolean {
  const { message } = errorFacts(error)
  const at = message.indexOf(BROKEN_ANSWER)
  if (at < 0) return false
  try {
    const user = (JSON.parse(message.slice(at + BROKEN_ANSWER.length)) as ApiAnswer).data?.user
    return Boolean(user) && idText(user?.roomId) === ''
  } catch {
    return false
  }
}
