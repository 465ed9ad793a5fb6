import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as proto from 'tiktok-live-proto/v3'
import { endsTheLive, playRecording, readRecording } from '@standby/bridge/simulator/playback.ts'
import type { RoomMessage } from '@standby/bridge/simulator/wire.ts'
import { liveEventDraft, type RoomReport, type ViewerEventDraft } from '@standby/shared/live/event.ts'
import { simulator, watchLink } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

const folder = process.env['STANDBY_RECORDINGS'] ?? join(import.meta.dirname, '../../../shared/recordings')
const file = join(folder, 'webcast-messages.ndjson')
const missing = !existsSync(file)

/** What a recorded message should become, told from the raw protobuf and not from our own reading of it. */
function expected({ method, payload }: RoomMessage): string[] {
  switch (method) {
    case 'WebcastChatMessage':
      return [`chat ${proto.WebcastChatMessage.decode(payload).content.trim()}`]
    case 'WebcastEmoteChatMessage':
      return ['chat [emote]']
    case 'WebcastGiftMessage': {
      const { giftId, repeatCount, repeatEnd, gift } = proto.WebcastGiftMessage.decode(payload)
      return [`gift ${giftId} x${repeatCount} of ${gift?.diamondCount ?? 0}${gift?.type !== 1 || repeatEnd === 1 ? ' final' : ''}`]
    }
    case 'WebcastLikeMessage': {
      const { count, total } = proto.WebcastLikeMessage.decode(payload)
      return [...(count > 0 ? [`like ${count}`] : []), ...(total === '0' ? [] : [`likes ${total}`])]
    }
    case 'WebcastSocialMessage': {
      const { action, followCount } = proto.WebcastSocialMessage.decode(payload)
      return [Number(action) === 1 ? `follow, then ${followCount}` : 'share']
    }
    case 'WebcastMemberMessage':
      return ['join']
    case 'WebcastSubNotifyMessage':
      return ['subscribe']
    case 'WebcastRoomUserSeqMessage':
      return [`viewers ${proto.WebcastRoomUserSeqMessage.decode(payload).total}`]
    case 'WebcastControlMessage':
      return [['paused'], ['resumed']][proto.WebcastControlMessage.decode(payload).action - 1] ?? []
    case 'WebcastImDeleteMessage': {
      const { deleteMsgIds, deleteUserIds } = proto.WebcastImDeleteMessage.decode(payload)
      return [`deleted ${[...deleteMsgIds, ...deleteUserIds].join(' ')}`]
    }
    default:
      return []
  }
}

/** The same words for what came out. */
function inWords(event: ViewerEventDraft): string {
  if (event.type === 'chat') return `chat ${event.text}`
  if (event.type === 'like') return `like ${event.count}`
  if (event.type === 'follow') return `follow, then ${event.followers}`
  if (event.type !== 'gift') return event.type
  return `gift ${event.giftId} x${event.count} of ${event.diamondCount}${event.final ? ' final' : ''}`
}

function reportInWords(report: RoomReport): string {
  if (report.type === 'viewers') return `viewers ${report.viewers}`
  if (report.type === 'likes') return `likes ${report.likes}`
  if (report.type === 'deleted') return `deleted ${[...report.messageIds, ...report.userIds].join(' ')}`
  return report.type
}

/** Cut after each message that ends a LIVE: a link is over with it, and the next one goes on. */
function lives(messages: readonly RoomMessage[]): RoomMessage[][] {
  const cut: RoomMessage[][] = [[]]
  for (const message of messages) {
    cut.at(-1)!.push(message)
    if (endsTheLive(message)) cut.push([])
  }
  return cut.filter((one) => one.length > 0)
}

if (missing) console.log(`No recorded messages in ${folder}: the test that plays them is skipped.`)

test.skipIf(missing)('[TK25] recorded TikTok messages arrive in order, as the right kinds, without an error', async () => {
  const recorded = readRecording(readFileSync(file, 'utf8'))
  const sim = await simulator()
  const room = sim.room('recorded')
  const seen: string[] = []
  for (const live of lives(recorded)) {
    const link = watchLink({ username: 'recorded', upstream: sim.upstream() })
    await link.opened()
    await waitFor(() => room.socketCount === 1, { what: 'the socket' })
    await playRecording(room, live, { perFrame: 7 })
    if (!endsTheLive(live.at(-1)!)) room.closeSockets(1000)
    const cause = await link.closed()
    expect(cause.kind).toBe(endsTheLive(live.at(-1)!) ? 'ended' : 'tiktok')
    expect(link.complaints).toEqual([])
    expect(link.calls()).not.toContain('undecoded')
    for (const input of link.inputs(false)) {
      if (input.type === 'room') {
        const { report } = input
        seen.push(reportInWords(report))
        continue
      }
      const { event } = input
      expect(liveEventDraft.parse(event)).toEqual(event)
      expect(event.user.id).toMatch(/^\d{5,}$/)
      expect(event.user.nickname + event.user.uniqueId).not.toBe('')
      expect(event.at).toBeGreaterThan(1_600_000_000_000)
      seen.push(inWords(event))
    }
    await waitFor(() => room.socketCount === 0, { what: 'the socket to go' })
  }
  await sim.close()
  expect(seen).toEqual(recorded.flatMap(expected))
  expect(seen.length).toBeGreaterThan(400)
})
