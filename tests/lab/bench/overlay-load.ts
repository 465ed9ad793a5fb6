import type { LiveEvent, LiveUser } from '@standby/shared/live/event.ts'
import type { UpdateMessage } from '@standby/shared/protocol.ts'
import { event, gift, liveState, person } from '../../support/fixtures/show.ts'
import { seeded } from './measure.ts'

const WORDS = ['this', 'is', 'so', 'good', 'مرحبا', 'hello', '😂', 'the blue one', 'how long did it take', '今日も', 'שלום', 'again please']
const PEOPLE = 400

/** A busy room's updates, `eventCount` events each, as the bridge sends them; the same for the same seed. Chat texts hold `m<offset>`. */
export function busyRoom(seed: number, eventCount: number): () => UpdateMessage {
  const random = seeded(seed)
  const pick = (count: number): number => Math.floor(random() * count)
  const somebody = (): LiveUser => person(pick(PEOPLE), `Viewer ${pick(PEOPLE)}`)
  let offset = 1_000
  let likes = 48_310
  const pieces = new Map<string, number>()
  const next = (): LiveEvent => {
    offset += 1
    const user = somebody()
    const kind = random()
    if (kind < 0.3) {
      const words = Array.from({ length: 1 + pick(9) }, () => WORDS[pick(WORDS.length)])
      return event(offset, { type: 'chat', text: `${words.join(' ')} m${offset} ` }, { user })
    }
    if (kind < 0.65) {
      likes += 15
      return event(offset, { type: 'like', count: 15, total: likes }, { user })
    }
    if (kind < 0.9) return event(offset, { type: 'join' }, { user })
    if (kind < 0.94) return event(offset, { type: 'share' }, { user })
    const streakId = `s${pick(40)}-${Math.floor(offset / 4_000)}`
    const count = (pieces.get(streakId) ?? 0) + 1
    pieces.set(streakId, count)
    if (pieces.size > 200) pieces.clear()
    return gift(offset, streakId, 'Rose', [1, 5, 99, 1000][pick(4)] ?? 1, count, random() < 0.1, { user })
  }
  return () => {
    const events = Array.from({ length: eventCount }, next)
    return { type: 'update', offset, events, state: { counters: { ...liveState(0).counters, likes } } }
  }
}
