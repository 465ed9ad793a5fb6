import type { ServerOptions } from 'node:http'
import type { Clock } from '@standby/shared/clock.ts'
import { CLOSE_TOO_MANY_MESSAGES } from '@standby/shared/protocol.ts'
import type { RequestHandler } from 'express'
import type { WebSocket } from 'ws'
import { createRateBudget } from '../live/rate-budget.ts'
import { refused } from './answer.ts'
import type { OneRequestLimits } from './one-request.ts'
import type { PlaceLimits } from './places.ts'

/** Slow requests hold nothing up, but they hold a socket. */
export const SERVER_LIMITS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  // How often the two above are looked at; Node's own half a minute would make them that much longer.
  connectionsCheckingInterval: 2_000,
}

/** Sockets of any kind; each beyond them is closed at once. A browser opens half a dozen to one server, and a page has its feed. */
export const SOCKET_PLACES: PlaceLimits = { here: 1_000, elsewhere: 300, each: 40 }
export const REQUEST_LIMITS: OneRequestLimits = { unreadMs: 20_000, waitingCount: 16 }
/** Clients of the feed: many times what a show needs. */
export const MAX_CLIENTS = 500
/** A page's signs of life have some dozen bytes. */
export const MAX_MESSAGE_BYTES = 64_000

const LEAVE_WITHIN_MS = 2_000
const MESSAGE_BUDGET = [{ ms: 10_000, limit: 100 }] as const
/** A slider that is dragged sends dozens a second; what is saved goes to the disk each time. */
const COMMAND_BUDGET = [
  { ms: 1_000, limit: 100 },
  { ms: 60_000, limit: 1_000 },
] as const

/** Closes a client of the feed that talks too much: the feed is one-way but for signs of life. One that goes on talking is cut off. */
export function limitMessages(client: WebSocket, clock: Clock): void {
  const budget = createRateBudget(MESSAGE_BUDGET, clock)
  let isLeaving = false
  const count = (): void => {
    if (isLeaving || budget.spend() === null) return
    isLeaving = true
    client.close(CLOSE_TOO_MANY_MESSAGES, 'too many messages: reconnect and send fewer')
    clock.after(LEAVE_WITHIN_MS, () => client.terminate())
  }
  client.on('message', count)
  client.on('ping', count)
  client.on('pong', count)
}

/** Limits the commands of all clients together. Reading is not limited. */
export function limitCommands(clock: Clock): RequestHandler {
  const budget = createRateBudget(COMMAND_BUDGET, clock)
  return ({ method }, _response, next) => {
    const retryAt = method === 'GET' || method === 'HEAD' ? null : budget.spend()
    if (retryAt === null) return next()
    throw refused(429, 'too-often', { retryAt, detail: 'Send at most 100 commands in a second and 1000 in a minute.' })
  }
}
