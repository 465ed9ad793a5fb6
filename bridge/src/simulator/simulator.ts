import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '@standby/shared/clock.ts'
import { LOOPBACK_ADDRESS } from '@standby/shared/loopback.ts'
import type { Upstream } from '../sources/tiktok/upstream.ts'
import type { Failure } from './failures.ts'
import { answerFor, faultBook, withHeaders, type Answer, type Fault, type FaultScope } from './faults.ts'
import { guestDoor, type Guests } from './guests.ts'
import { idSource } from './ids.ts'
import { listening } from './listening.ts'
import { pictureAt } from './pictures.ts'
import { linger, PUSH_PATH, pushServer, refusal, refuse } from './push-server.ts'
import { requestBook, STEPS, type Requests, type Step } from './requests.ts'
import type { Room } from './room.ts'
import { roomBook } from './rooms.ts'
import { startSignProxy, type SignProxy } from './sign-proxy.ts'
import { recognise, type Question, type World } from './routes.ts'
import { signatureBook } from './signatures.ts'

export interface SimulatorOptions {
  clock: Clock
  random: () => number
  /** 0: any free one. */
  port?: number
  /** True: every account that is asked for exists and is live. */
  autoCreate?: boolean
  log?: { debug(fields: object, message: string): void }
}

/** A TikTok on this computer: web pages, webcast API, sign service and push socket in one server. */
export interface Simulator {
  readonly url: string
  readonly port: number
  /** The account's room, created live when it is first asked for. */
  room(uniqueId: string): Room
  upstream(): Upstream
  readonly requests: Requests
  /** The newest fault at a step wins; a function is called at each request. Returns the undoing. */
  fault(step: Step, fault: Fault | (() => Fault), scope?: FaultScope): () => void
  /** A situation of failures.ts: its faults at all its steps. Returns the undoing. */
  fail(failure: Failure, scope?: FaultScope): () => void
  clearFaults(): void
  /** Off: nothing listens and every connection is destroyed. On again: the same port; rejects when another program took it. */
  network(on: boolean): Promise<void>
  /** The sign service's own push server; it is used from `throughProxy(true)` on. */
  readonly proxy: SignProxy
  throughProxy(on: boolean): void
  /** TikTok's own socket for guests, which nothing signs. */
  readonly guests: Guests
  close(): Promise<void>
}

type Spoken = Extract<Fault, { kind: 'answer' | 'alter' }>

/** Listens on 127.0.0.1 only. Rejects when `port` is taken. */
export async function startSimulator({ clock, random, port = 0, autoCreate = false, log }: SimulatorOptions): Promise<Simulator> {
  const nextId = idSource(clock, random)
  const requests = requestBook()
  const faults = faultBook()
  const signatures = signatureBook(clock)
  const rooms = roomBook({ clock, nextId, autoCreate })
  const push = pushServer({ requests, nextId })
  const guests = guestDoor(clock)
  const delayed = new Set<() => void>()
  let closed = false
  let isThroughProxy = false

  const later = (delayMs: number, callback: () => void): void => {
    const cancel = clock.after(delayMs, () => {
      delayed.delete(cancel)
      callback()
    })
    delayed.add(cancel)
  }

  /** Books the request and lets the fault of its step have its way; `answer` is called if something is to be said. */
  const meet = (step: Step, room: Room | null, request: IncomingMessage, answer: (spoken: Spoken | null) => void): void => {
    const uniqueId = room?.uniqueId ?? null
    requests.noteAsked({ step, at: clock.now(), uniqueId, url: request.url ?? '', headers: request.headers })
    const fault = faults.take(step, uniqueId)
    log?.debug({ step, uniqueId, fault: fault?.kind }, 'simulator was asked')
    if (fault === null) answer(null)
    else if (fault.kind === 'delay') later(fault.delayMs, () => answer(null))
    else if (fault.kind === 'reset') request.socket.resetAndDestroy()
    else if (fault.kind !== 'hang') answer(fault)
    else if (step === 'upgrade') linger(request.socket)
  }

  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const respond = ({ status, headers, body }: Answer): void => {
      response.writeHead(status, headers).end(body)
    }
    request.resume()
    const picture = pictureAt(request.url ?? '')
    if (picture !== null) return respond({ status: 200, headers: { 'content-type': 'image/png' }, body: picture })
    const question = understand(request, world)
    if (question === null) return respond({ status: 404, headers: {}, body: 'not found' })
    meet(question.step, question.room, request, (spoken) => {
      if (spoken?.kind === 'answer') return respond(answerFor(spoken))
      respond(withHeaders(question.answer(spoken), spoken?.headers ?? {}))
    })
  }

  const upgrade = (request: IncomingMessage, socket: Socket, head: Buffer): void => {
    const url = addressOf(request)
    const guest = guests.admit(request, url)
    const roomId = signatures.roomOf(url?.searchParams.get('wrss') ?? '') ?? guest.roomId
    const room = roomId === null ? null : rooms.byRoomId(roomId)
    meet('upgrade', room, request, (spoken) => {
      const refused = spoken?.kind === 'answer' ? answerFor(spoken) : (guest.refusal ?? refusal(url?.pathname ?? '', roomId))
      if (refused === null) push.accept(request, socket, head, room?.roomId === roomId ? room : null)
      else refuse(socket, refused)
    })
  }

  const server = createServer(serve)
  server.on('upgrade', (request, socket, head) => upgrade(request, socket as Socket, head))
  server.on('clientError', (_, socket) => socket.destroy())
  const network = await listening(server, port)
  const url = `http://${LOOPBACK_ADDRESS}:${network.port}`
  const proxy = await startSignProxy({
    push,
    roomOf(request) {
      const roomId = signatures.roomOf(addressOf(request)?.searchParams.get('wrss') ?? '')
      return roomId === null ? null : rooms.byRoomId(roomId)
    },
  })
  const tiktoks = `ws://${LOOPBACK_ADDRESS}:${network.port}${PUSH_PATH}`
  const world: World = { clock, nextId, rooms, signatures, pushServer: () => (isThroughProxy ? proxy.url : tiktoks) }

  return {
    url,
    port: network.port,
    room: rooms.room,
    upstream: () => ({ webUrl: url, webcastUrl: url, signUrl: url, signApiKey: null }),
    requests,
    fault: faults.inject,
    fail(failure, scope) {
      const undoing = STEPS.flatMap((step) => (failure[step] === undefined ? [] : [faults.inject(step, failure[step], scope)]))
      return () => undoing.forEach((undo) => undo())
    },
    clearFaults: faults.clear,
    async network(on) {
      if (closed) return
      await Promise.all([network.switch(on), proxy.network(on)])
    },
    proxy,
    guests,
    throughProxy: (on) => void (isThroughProxy = on),
    async close() {
      closed = true
      for (const cancel of delayed) cancel()
      delayed.clear()
      push.close()
      await Promise.all([network.switch(false), proxy.network(false)])
    },
  }
}

function addressOf(request: IncomingMessage): URL | null {
  return URL.parse(request.url ?? '/', 'http://localhost')
}

function understand(request: IncomingMessage, world: World): Question | null {
  const url = addressOf(request)
  try {
    return url === null ? null : recognise(url, world)
  } catch {
    // A name that is badly percent-encoded.
    return null
  }
}
