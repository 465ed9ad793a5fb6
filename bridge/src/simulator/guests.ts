import type { IncomingMessage } from 'node:http'
import type { Clock } from '@standby/shared/clock.ts'
import type { Answer } from './faults.ts'

/** How TikTok's own socket treats clients without a signature. */
export interface Guests {
  /** Whether they are let in at all. */
  open: boolean
  /** Connects in an hour; more are answered with 200 and no upgrade. */
  perHour: number
  /** TikTok takes every guest for a blocked device. */
  blocked: boolean
  readonly count: number
}

export interface GuestDoor extends Guests {
  /** `roomId`: where a client without a signature may go. `refusal`: what it is answered instead. Both null: it has a signature, or is no guest. */
  admit(request: IncomingMessage, url: URL | null): { roomId: string | null; refusal: Answer | null }
}

const HOUR_MS = 3_600_000
const NOBODY = { roomId: null, refusal: null }
const EMPTY: Answer = { status: 200, headers: {}, body: '' }

export function guestDoor(clock: Clock): GuestDoor {
  let times: number[] = []
  const door: GuestDoor = {
    open: false,
    perHour: 12,
    blocked: false,
    get count() {
      return times.length
    },
    admit(request, url) {
      const roomId = url?.searchParams.get('room_id') ?? null
      if (!door.open || url === null || roomId === null || url.searchParams.has('wrss')) return NOBODY
      const version = url.searchParams.get('browser_version') ?? ''
      const isHonest = version !== '' && (request.headers['user-agent'] ?? '').endsWith(version)
      const hasCookie = /ttwid=/.test(request.headers.cookie ?? '')
      times = [...times.filter((at) => clock.now() - at < HOUR_MS), clock.now()]
      if (door.blocked) return { roomId: null, refusal: { ...EMPTY, headers: { 'handshake-msg': 'DEVICE_BLOCKED' } } }
      if (!isHonest || !hasCookie || times.length > door.perHour) return { roomId: null, refusal: EMPTY }
      return { roomId, refusal: null }
    },
  }
  return door
}
