import { CHANNEL_QUERY } from '@standby/shared/protocol.ts'
import type { RequestHandler } from 'express'
import type { Route } from '../core.ts'
import type { FeedOfChannel } from '../feed/sockets.ts'
import { refused } from '../server/answer.ts'
import type { FindChannel } from './channels.ts'

/** Hands a request with `?channel=NAME` to that channel. What only the first one has is refused, and never done to the first one instead. */
export function selectChannel(find: FindChannel, path: Route['path']): RequestHandler {
  return (request, response, next) => {
    const found = channelIn(find, request.query[CHANNEL_QUERY])
    if (found === 'first') return next()
    found.router(path)(request, response, (error?: unknown) => next(error ?? refused(404, 'not-of-channel')))
  }
}

/** A page of a channel that does not exist is no page. */
export function pageOfChannel(find: FindChannel): RequestHandler {
  return (request, _response, next) => {
    channelIn(find, request.query[CHANNEL_QUERY])
    next()
  }
}

/** The feed that an address asks for; null: there is no such channel. */
export function feedFor(find: FindChannel, first: FeedOfChannel): (name: string | null) => FeedOfChannel | null {
  return (name) => {
    if (name === null) return first
    const found = find(nameOf(name))
    return found === 'first' ? first : (found?.feed ?? null)
  }
}

/** People write names with an @ and capitals. */
function nameOf(asked: string): string {
  return asked.toLowerCase().replace(/^@/, '')
}

/** Throws `Refused` if there is no such channel. */
function channelIn(find: FindChannel, name: unknown): Exclude<ReturnType<FindChannel>, null> {
  if (name === undefined) return 'first'
  const found = typeof name === 'string' ? find(nameOf(name)) : null
  if (found === null) throw refused(404, 'no-such-channel')
  return found
}
