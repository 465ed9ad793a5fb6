import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '@standby/bridge/clock.ts'
import { startManagedSocket, type ManagedSocket } from '@standby/bridge/simulator/managed-socket.ts'
import { chat, control, CONTROL, gift, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Room } from '@standby/bridge/simulator/room.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { openEuler, type EulerSource } from '@standby/bridge/sources/euler/attempt.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { WayProblem } from '@standby/shared/connection/way.ts'
import { silentLog } from '../support/fakes/silent-log.ts'
import { wayListener } from '../support/fakes/way-listener.ts'
import { simulator, watchLink } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

const KEY = 'the-key-of-the-creator'

let sim: Simulator
let room: Room
let peer: ManagedSocket
const closing: (() => unknown)[] = []
beforeEach(async () => {
  sim = await simulator()
  room = sim.room('ada')
  peer = await startManagedSocket(room, KEY)
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  await peer.close()
  await sim.close()
})

function watch(more: Partial<EulerSource> = {}) {
  const { seen, callbacks, onProblem } = wayListener()
  const link = openEuler(
    {
      url: peer.url,
      apiKey: KEY,
      username: 'ada',
      roomId: () => null,
      clock: systemClock,
      log: silentLog,
      spend: () => null,
      onProblem,
      ...more,
    },
    callbacks,
  )
  closing.push(() => link.close())
  return { ...link, seen }
}

const bob = viewer('bob')
const say = (text: string): void => room.send([chat(room.heading(), { who: bob, text })])
const joined = () => waitFor(() => peer.clientCount === 1, { what: 'the client' })

describe('Managed socket', () => {
  test('[EU1] its messages become the same events as those of TikTok’s own socket', async () => {
    const signed = watchLink({ username: 'ada', upstream: sim.upstream() })
    closing.push(() => signed.close())
    await signed.opened()
    const link = watch()
    await joined()
    room.send([
      chat(room.heading(), { who: bob, text: 'hello' }),
      gift(room.heading(), { who: bob, gift: { id: '5655', name: 'Rose', diamondCount: 1, type: 1 }, repeatCount: 3, groupId: '17' }),
    ])
    await waitFor(() => link.seen.inputs.length === 2 && signed.inputs(false).length === 2, { what: 'the events' })
    expect(link.seen.inputs).toEqual(signed.inputs(false))
    expect(link.seen.opened).toEqual([`${room.roomId} sign`])
    peer.raw('no JSON')
    peer.raw('{"messages": 5}')
    await waitFor(() => link.seen.undecoded.length === 2, { what: 'the nonsense to be counted' })
    room.send([control(room.heading(), { action: CONTROL.ended })])
    await waitFor(() => link.seen.closed.length === 1, { what: 'the end' })
    expect(link.seen.closed).toMatchObject([{ kind: 'ended' }])
  })

  test.each<[number, CauseKind, WayProblem | null]>([
    [4005, 'ended', null],
    [4006, 'stalled', null],
    [4400, 'protocol', null],
    [4401, 'auth', 'credentials'],
    [4403, 'auth', 'credentials'],
    [4404, 'sign', null],
    [4429, 'rate-limited', null],
    [4500, 'tiktok', null],
    [4556, 'sign', null],
    [4557, 'sign', null],
    [1011, 'sign', null],
  ])('[EU2] a close with %d is %s', async (code, kind, problem) => {
    peer.refusal = code
    const link = watch()
    await waitFor(() => link.seen.closed.length === 1, { what: 'the end' })
    expect(link.seen).toMatchObject({ closed: [{ kind }], problems: problem === null ? [] : [problem], opened: [] })
    if (kind === 'rate-limited') expect(link.seen.closed[0]!.retryAt! - Date.now()).toBeGreaterThan(50_000)
  })

  test('[EU3] when its lifetime is over, the next socket is opened and nothing is reported', async () => {
    const link = watch()
    await joined()
    say('before')
    await waitFor(() => link.seen.inputs.length === 1, { what: 'the first chat' })
    peer.closeAll(4555)
    await waitFor(() => peer.connectCount === 2 && peer.clientCount === 1, { what: 'the next socket' })
    say('after')
    await waitFor(() => link.seen.inputs.length === 2, { what: 'the next chat' })
    expect(link.seen).toMatchObject({ closed: [], opened: [expect.any(String)] })
  })

  test('[EU4] its key is in no cause, a wrong one is refused, and the budget holds', async () => {
    const wrong = watch({ apiKey: 'guessed-key' })
    await waitFor(() => wrong.seen.closed.length === 1, { what: 'the refusal' })
    expect(wrong.seen).toMatchObject({ closed: [{ kind: 'auth' }], problems: ['credentials'] })
    const nobody = watch({ url: 'ws://127.0.0.1:9' })
    await waitFor(() => nobody.seen.closed.length === 1, { what: 'the refusal' })
    expect(nobody.seen.closed[0]).toMatchObject({ kind: 'sign', reason: 'unreachable' })
    expect(JSON.stringify([wrong.seen, nobody.seen])).not.toMatch(/guessed|the-key/)
    const before = peer.connectCount
    const spent = watch({ spend: () => 77 })
    await waitFor(() => spent.seen.closed.length === 1, { what: 'the budget' })
    expect(spent.seen.closed[0]).toMatchObject({ kind: 'rate-limited', retryAt: 77 })
    expect(peer.connectCount).toBe(before)
  })
})
