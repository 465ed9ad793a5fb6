import { readFileSync } from 'node:fs'
import { jetstream, jetstreamManager, JetStreamApiError, StorageType, DiscardPolicy, RetentionPolicy } from '@nats-io/jetstream'
import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream'
import { Kvm, type KV } from '@nats-io/kv'
import { connect, nkeyAuthenticator, type NatsConnection } from '@nats-io/transport-node'

/** How to reach the servers. */
export interface NatsAddress {
  servers: readonly string[]
  /** The file with this worker's nkey seed; null: the servers ask for none. */
  seedFile: string | null
  /** The file with the certificate that signed the servers' own; null: a public one. */
  caFile: string | null
}

/** The streams of a fleet, on servers that answer. */
export interface Streams {
  connection: NatsConnection
  js: JetStreamClient
  manager: JetStreamManager
  wanted: KV
  leases: KV
  workers: KV
  budget: KV
  states: KV
  settings: KV
}

export const FEED_STREAM = 'FEED'
/** A server that is gone without a word is noticed within three of these. */
const PING_MS = 1_000
/** A server that stands still takes a connection and says nothing: after this another one is tried. The client itself waits 20 s. */
const CONNECT_MS = 2_000
const RECONNECT_MS = 250
/** The stream knows an id for so long: longer than any election of a leader. */
const DUPLICATES_NS = 15 * 60 * 1e9
const MAX_AGE_NS = 7 * 24 * 3_600 * 1e9
const MAX_RECORDS = 20_000
/** Three of them outlive the loss of one server. */
const REPLICAS = 3
/** To create a stream three servers have to agree. */
const SET_UP_MS = 5_000
const SET_UP_TRIES = 6
/** Anything else is asked again after this: while the servers elect a leader nobody answers. */
const API_MS = 2_000
/** Another write came in between: it is there already, or is being agreed on. */
const WRONG_LAST_SEQUENCE = [10_071, 10_164]

/** Connects and makes the streams that are missing. Rejects with a sentence that says what to do. */
export async function openStreams({ servers, seedFile, caFile }: NatsAddress, name: string): Promise<Streams> {
  const connection = await connect({
    servers: [...servers],
    name,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_MS,
    timeout: CONNECT_MS,
    pingInterval: PING_MS,
    maxPingOut: 2,
    ...(seedFile !== null && {
      authenticator: nkeyAuthenticator(new TextEncoder().encode(readFileSync(seedFile, 'utf8').trim())),
    }),
    ...(caFile !== null && { tls: { caFile } }),
  })
  // Servers that have just been started, or several workers that begin at once, need more than one try.
  for (let tries = 1; ; tries++) {
    try {
      return await madeStreams(connection)
    } catch (error) {
      if (tries < SET_UP_TRIES) continue
      await connection.close()
      throw error
    }
  }
}

async function madeStreams(connection: NatsConnection): Promise<Streams> {
  const options = { timeout: SET_UP_MS }
  const manager = await jetstreamManager(connection, options)
  const replicas = connection.info?.cluster === undefined ? 1 : REPLICAS
  const js = jetstream(connection, options)
  await manager.streams
    .add({
      name: FEED_STREAM,
      subjects: ['feed.*'],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.Old,
      num_replicas: replicas,
      duplicate_window: DUPLICATES_NS,
      max_age: MAX_AGE_NS,
      max_msgs_per_subject: MAX_RECORDS,
      deny_delete: true,
      allow_direct: false,
    })
    .catch(ifThere)
  const kvm = new Kvm(js)
  const bucket = (bucketName: string): Promise<KV> =>
    kvm.create(bucketName, { history: 1, replicas, storage: StorageType.File, timeout: SET_UP_MS })
  return {
    connection,
    js: jetstream(connection, { timeout: API_MS }),
    manager: await jetstreamManager(connection, { timeout: API_MS, checkAPI: false }),
    wanted: await bucket('channels'),
    leases: await bucket('leases'),
    workers: await bucket('workers'),
    budget: await bucket('budget'),
    states: await bucket('states'),
    settings: await bucket('settings'),
  }
}

/** Another worker made it, with limits that somebody may have changed since. */
function ifThere(error: unknown): void {
  const STREAM_NAME_IN_USE = 10_058
  if (error instanceof JetStreamApiError && error.code === STREAM_NAME_IN_USE) return
  throw error
}

/** Where NATS keeps a key of a bucket, or with a wildcard several. */
export function inBucket(bucket: string, key: string): { stream: string; subject: string } {
  return { stream: `KV_${bucket}`, subject: `$KV.${bucket}.${key}` }
}

/** What a bucket has of a key. */
export interface Newest {
  revision: number
  text: string
  /** When it was written, by the servers' clock. */
  at: number
}

/**
 * Asks the server that leads. The bucket's own `get` may be answered by one that is a little behind, and a write that replaces such an
 * answer is refused each time.
 */
export async function newestIn(manager: JetStreamManager, bucket: string, key: string): Promise<Newest | null> {
  const { stream, subject } = inBucket(bucket, key)
  const message = await manager.streams.getMessage(stream, { last_by_subj: subject })
  return message === null ? null : { revision: message.seq, text: message.string(), at: message.time.getTime() }
}

/** Whether a write was refused because somebody else wrote first. */
export function isConflict(error: unknown): boolean {
  return error instanceof JetStreamApiError && WRONG_LAST_SEQUENCE.includes(error.code)
}

/** A dot would begin another token of a subject, and no TikTok name has an equals sign. */
export const keyOf = (channel: string): string => channel.replaceAll('.', '=')
export const channelOf = (key: string): string => key.replaceAll('=', '.')
