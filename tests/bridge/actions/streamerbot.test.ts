import { afterEach, describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { listStreamerbot, runStreamerbot } from '@standby/bridge/actions/streamerbot.ts'
import { systemClock } from '@standby/bridge/clock.ts'
import { sampleValues } from '@standby/shared/actions/values.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { startStreamerbot, type StreamerbotOptions } from '../../support/peers/streamerbot.ts'
import { webReceiver } from '../../support/peers/web-receiver.ts'
import { waitFor } from '../../support/wait.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const CONFETTI = { id: 'a-1', name: 'Confetti', group: 'Party' }
async function peer(options: StreamerbotOptions = {}) {
  const bot = await startStreamerbot({ actions: [CONFETTI], triggers: [{ name: 'standby.gift', category: 'Standby' }], ...options })
  ends.push(bot.close)
  return bot
}
const run = (
  address: string,
  password: string | null = null,
  deed: Parameters<typeof runStreamerbot>[0] = { type: 'streamerbot-action', ...CONFETTI },
) => runStreamerbot(deed, sampleValues('gift'), { address, password }, { clock: systemClock, signal: new AbortController().signal })

describe('Actions', () => {
  test('[AN12] Streamer.bot runs an action by its id or name, or a trigger, with its values', async () => {
    const bot = await peer()
    expect((await run(bot.address)).code).toBe('done')
    expect((await run(bot.address, null, { type: 'streamerbot-action', id: '', name: 'Confetti' })).code).toBe('done')
    expect((await run(bot.address, null, { type: 'streamerbot-trigger', name: 'standby.gift' })).code).toBe('done')
    const args = { source: 'standby', event: 'gift', user: 'Ada', userName: 'ada', gift: 'Rose', count: 5, diamonds: 5 }
    expect(bot.asked).toMatchObject([
      { request: 'DoAction', action: { id: 'a-1' }, args },
      { request: 'DoAction', action: { name: 'Confetti' } },
      { request: 'ExecuteCodeTrigger', triggerName: 'standby.gift', args },
    ])
    await waitFor(() => bot.clientCount() === 0, { what: 'the end of each connection' })
  })

  test('[AN12] Streamer.bot says what there is to choose from', async () => {
    const bot = await peer({ password: 'hunter2' })
    const access = { address: bot.address, password: 'hunter2' }
    expect(await listStreamerbot('actions', access, systemClock)).toEqual({ ok: true, offers: [CONFETTI] })
    expect(await listStreamerbot('triggers', access, systemClock)).toEqual({
      ok: true,
      offers: [{ id: 'standby.gift', name: 'standby.gift', group: 'Standby' }],
    })
  })

  test('[AN12] Streamer.bot with a password: the right one, a wrong one, none', async () => {
    const bot = await peer({ password: 'hunter2' })
    expect((await run(bot.address, 'hunter2')).code).toBe('done')
    expect((await run(bot.address, 'hunter3')).code).toBe('password-wrong')
    expect((await run(bot.address)).code).toBe('password-needed')
    expect(bot.asked).toHaveLength(1)
    const open = await peer()
    expect((await run(open.address, 'of no use')).code).toBe('done')
  })

  test('[AN13] a Streamer.bot that is away, refuses, or is something else is told apart', async () => {
    const bot = await peer()
    const gone = await run(bot.address, null, { type: 'streamerbot-action', id: 'zzz', name: 'Gone' })
    expect(gone.text).toBe('Streamer.bot refused it: “Action not found”. Check that the action or trigger is still there.')
    await bot.close()
    expect((await run(bot.address)).code).toBe('not-running')
    const web = await webReceiver()
    ends.push(web.close)
    expect((await run(web.origin.replace('http', 'ws'))).code).toBe('odd-answer')
  })

  test.each(['mute', 'deaf'] as const)('[AN13] a Streamer.bot that is %s is left after 5 s', async (manner) => {
    const bot = await peer({ manner })
    const clock = fakeClock()
    const said = runStreamerbot(
      { type: 'streamerbot-action', ...CONFETTI },
      sampleValues('drop'),
      { address: bot.address, password: null },
      { clock, signal: new AbortController().signal },
    )
    await waitFor(() => bot.clientCount() === 1, { what: 'the connection' })
    clock.advanceBy(5_000)
    expect((await said).code).toBe('no-answer')
    clock.advanceBy(500)
    await waitFor(() => bot.clientCount() === 0, { what: 'the end of the connection' })
  })

  test('[AN13] a Streamer.bot that talks nonsense, or never lets go, does no harm', async () => {
    const clock = fakeClock()
    for (const greeting of ['5', 'null', '{"info": 3}', '{"request":"Hello","info":{},"authentication":7}', '[', '{"id":"x"}']) {
      const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
      let connections = 0
      server.on('connection', (socket) => {
        connections += 1
        socket.send(greeting)
      })
      await new Promise((resolve) => server.once('listening', resolve))
      const { port } = server.address() as { port: number }
      const said = runStreamerbot(
        { type: 'streamerbot-action', ...CONFETTI },
        sampleValues('drop'),
        { address: `ws://127.0.0.1:${port}`, password: 'x' },
        { clock, signal: new AbortController().signal },
      )
      await waitFor(() => connections === 1, { what: 'the connection' })
      clock.advanceBy(5_000)
      expect(['no-answer', 'odd-answer', 'password-wrong']).toContain((await said).code)
      clock.advanceBy(1_000)
      for (const client of server.clients) client.terminate()
      await new Promise((resolve) => server.close(resolve))
    }
  })
})
