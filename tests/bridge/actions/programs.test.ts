import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ask } from '@standby/bridge/actions/http.ts'
import { listFirebot, listMixItUp, runProgram } from '@standby/bridge/actions/programs.ts'
import { perform, type Means } from '@standby/bridge/actions/perform.ts'
import { systemClock } from '@standby/bridge/clock.ts'
import type { Action, Deed } from '@standby/shared/actions/action.ts'
import { NO_VALUES, sampleValues } from '@standby/shared/actions/values.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { json, webReceiver, type WebReceiver } from '../../support/peers/web-receiver.ts'
import { waitFor } from '../../support/wait.ts'

const web = { fetch, clock: systemClock }
const never = new AbortController().signal
const values = { ...sampleValues('chat'), user: 'Ada $streamername' }

let peer: WebReceiver
beforeEach(async () => void (peer = await webReceiver()))
afterEach(() => peer.close())

const access = (password: string | null = null) => ({ address: peer.origin, password })
const MIXITUP = { type: 'mixitup-command', id: 'c/1', name: 'Cheer' } as const
const FIREBOT = { type: 'firebot-preset', id: 'p-1', name: 'Lights' } as const
const SAMMI = { type: 'sammi-webhook', trigger: 'standby' } as const
const body = (index = 0): unknown => JSON.parse(peer.received[index]!.body)

type Request = Extract<Deed, { type: 'http-request' }>
const means = (more: Partial<Means> = {}): Means => ({
  web,
  toggles: { source: async () => ({ how: 'away' }), filter: async () => ({ how: 'away' }) },
  access: () => access(),
  secret: () => null,
  ...more,
})
const asAction = (deed: Deed): Action => ({ id: 'a', on: true, when: { type: 'drop' }, deed, caughtUp: false })
const request = (more: Partial<Request> = {}): Request => ({
  type: 'http-request',
  method: 'POST',
  url: `${peer.origin}/hook`,
  headers: [],
  body: '{"user": "{user}"}',
  ...more,
})
const send = (deed: Request, more: Partial<Means> = {}) => perform(asAction(deed), values, means(more), never)

describe('Actions', () => {
  test('[AN14] Mix It Up runs a command; a viewer’s words name none of its own values', async () => {
    expect((await runProgram(web, MIXITUP, values, access(), never)).code).toBe('done')
    expect(peer.received[0]).toMatchObject({
      method: 'POST',
      url: '/api/v2/commands/c%2F1',
      headers: { 'content-type': 'application/json' },
    })
    expect(body()).toMatchObject({
      Arguments: 'world',
      SpecialIdentifiers: { standbyuser: 'Ada ＄streamername', standbytext: '!hello world' },
    })
  })

  test('[AN14] Mix It Up and Firebot say what there is to choose from, page by page', async () => {
    const all = Array.from({ length: 450 }, (_, index) => ({
      ID: `c${index}`,
      Name: `Command ${index}`,
      GroupName: index === 0 ? 'Fun' : null,
    }))
    peer.answer(({ url }, response) => {
      if (url.startsWith('/api/v1/')) return json(response, [{ id: 'p-1', name: 'Lights', args: [] }])
      const query = new URLSearchParams(url.split('?')[1])
      const skip = Number(query.get('skip'))
      json(response, { TotalCount: all.length, Commands: all.slice(skip, skip + Number(query.get('pageSize'))) })
    })
    const listed = await listMixItUp(web, peer.origin)
    expect(listed.ok && listed.offers.length).toBe(450)
    expect(listed.ok && listed.offers[0]).toEqual({ id: 'c0', name: 'Command 0', group: 'Fun' })
    expect(await listFirebot(web, peer.origin)).toEqual({ ok: true, offers: [{ id: 'p-1', name: 'Lights', group: '' }] })
    peer.answer((_request, response) => json(response, { nonsense: true }))
    expect(await listMixItUp(web, peer.origin)).toMatchObject({ ok: false, problem: { code: 'odd-answer' } })
    peer.answer((_request, response) => json(response, { TotalCount: 9e9, Commands: all.slice(0, 200) }))
    const endless = await listMixItUp(web, peer.origin)
    expect(endless.ok && endless.offers.length).toBe(200)
  })

  test('[AN14] Firebot runs a preset effect list, and SAMMI gets a webhook with its password', async () => {
    expect((await runProgram(web, FIREBOT, values, access(), never)).code).toBe('done')
    expect(peer.received[0]).toMatchObject({ method: 'POST', url: '/api/v1/effects/preset/p-1' })
    expect(body()).toMatchObject({ username: 'Ada $streamername', args: { event: 'chat', text: '!hello world' } })
    expect((await runProgram(web, SAMMI, { ...values }, access('hunter2'), never)).code).toBe('done')
    expect(peer.received[1]).toMatchObject({ method: 'POST', url: '/webhook', headers: { authorization: 'hunter2' } })
    expect(body(1)).toMatchObject({ trigger: 'standby', user: 'Ada $streamername', event: 'chat' })
  })

  test('[AN13] each way in which a program fails has words of its own', async () => {
    const say = async (status: number, deed: Parameters<typeof runProgram>[1], password: string | null = null) => {
      peer.answer((_request, response) => json(response, {}, status))
      return (await runProgram(web, deed, values, access(password), never)).code
    }
    expect(await say(404, MIXITUP)).toBe('program-lacks')
    expect(await say(500, FIREBOT)).toBe('program-refused')
    expect(await say(401, SAMMI)).toBe('password-needed')
    expect(await say(401, SAMMI, 'x')).toBe('password-wrong')
    expect(await say(302, MIXITUP)).toBe('odd-answer')
    const { origin } = peer
    await peer.close()
    const gone = await runProgram(web, MIXITUP, values, { address: origin, password: null }, never)
    expect(gone.text).toBe(
      'Mix It Up does not answer at its address. Start it, and switch on its Developer API (Services › Developer API).',
    )
    peer = await webReceiver()
  })

  test('[AN15] a request goes where the creator wrote, and no redirect leads it elsewhere', async () => {
    const other = await webReceiver()
    peer.answer(({ url }, response) => {
      response.writeHead(url === '/hook' ? 307 : 200, { location: `${other.origin}/stolen` })
      response.end()
    })
    const said = await send(request({ headers: [{ name: 'Authorization', value: 'Bearer {secret}' }] }), {
      secret: () => ({ text: 'hush' }),
    })
    expect(said.code).toBe('host-redirects')
    expect(peer.received[0]).toMatchObject({ url: '/hook', headers: { authorization: 'Bearer hush', 'user-agent': 'Standby' } })
    expect(other.received).toEqual([])
    await other.close()
  })

  test('[AN16] a request with a secret is not made without it, and none goes to another address', async () => {
    const asked: string[] = []
    const secret: Means['secret'] = (_id, address) => {
      asked.push(address)
      return null
    }
    expect((await send(request({ url: `${peer.origin}/{secret}` }), { secret })).code).toBe('secret-missing')
    expect((await send(request({ body: '{"a": "{secret}"}' }), { secret: () => 'locked' })).code).toBe('secrets-locked')
    expect(asked).toEqual([peer.origin])
    expect(peer.received).toEqual([])
  })

  test('[AN13] a request that fails says how: nobody there, no such host, a refusal, no answer', async () => {
    peer.answer((_request, response) => json(response, {}, 403))
    expect(await send(request())).toMatchObject({ code: 'host-status', params: { status: 403 } })
    const gone = await webReceiver()
    await gone.close()
    expect((await send(request({ url: gone.origin }))).code).toBe('host-refused')
    expect((await send(request({ url: 'http://nowhere.invalid/' }))).code).toBe('host-not-found')
    peer.answer(() => undefined)
    const clock = fakeClock()
    const slow = ask({ fetch, clock }, { method: 'GET', url: peer.origin, headers: {}, body: null })
    await waitFor(() => peer.received.length === 2, { what: 'the request' })
    clock.advanceBy(5_000)
    expect(await slow).toMatchObject({ type: 'failed', how: 'silent' })
    const controller = new AbortController()
    const ended = ask(web, { method: 'GET', url: peer.origin, headers: {}, body: null }, { signal: controller.signal })
    controller.abort()
    expect((await ended).type).toBe('failed')
  })

  test('[AN13] an answer without an end is cut off', async () => {
    peer.answer((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(500_000)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    })
    const answer = await ask(web, { method: 'GET', url: peer.origin, headers: {}, body: null }, { reads: true })
    expect(answer).toEqual({ type: 'answer', status: 200, json: null })
    expect((await send(request(), {})).code).toBe('done')
  })

  test('[AN17] OBS: what it does not have and what it refuses is said', async () => {
    const source = asAction({ type: 'obs-source', scene: 'Main', source: 'Cam', show: true })
    const filter = asAction({ type: 'obs-filter', source: 'Cam', filter: 'Blur', show: false })
    const how = (toggled: Awaited<ReturnType<Means['toggles']['source']>>) =>
      means({ toggles: { source: async () => toggled, filter: async () => toggled } })
    expect((await perform(source, NO_VALUES, how({ how: 'away' }), never)).code).toBe('obs-away')
    expect(await perform(source, NO_VALUES, how({ how: 'lacks' }), never)).toMatchObject({ params: { scene: 'Main', source: 'Cam' } })
    expect((await perform(filter, NO_VALUES, how({ how: 'failed', reason: 'OBS 207' }), never)).text).toContain('(OBS 207)')
    expect((await perform(filter, NO_VALUES, how({ how: 'done' }), never)).code).toBe('done')
  })
})
