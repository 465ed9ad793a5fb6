import { CAUSE_KINDS, CAUSE_REASONS } from '@standby/shared/connection/cause.ts'
import type { Way } from '@standby/shared/connection/way.ts'
import * as z from 'zod'
import { createChannel, type Channel } from './channel.ts'
import type { ChannelCore, ChannelListener, ChannelSource, ChannelStore, ChannelSurroundings, ChannelTimings } from './channel-options.ts'
import type { Demo } from './demo.ts'
import { NO_FEED, type FeedSource } from '../feed/hub.ts'
import { createProbe } from '../network/probe.ts'
import { probeTargets, type Target } from '../network/targets.ts'
import type { KnownNames } from './known-names.ts'
import type { RateBudget } from './rate-budget.ts'
import type { SignBudget } from './sign-budget.ts'
import { restoreShow } from './restore-show.ts'
import { keptIn, savedAt, type Journal } from '../store/journal.ts'
import { eulerSource } from '../sources/euler/source.ts'
import { studioSource } from '../sources/studio/source.ts'
import { tikfinitySource } from '../sources/tikfinity/source.ts'
import { askRoom } from '../sources/tiktok/attempt.ts'
import { createRefusedRooms } from '../sources/tiktok/refused-rooms.ts'
import { connectorSource, directSource } from '../sources/tiktok/source.ts'
import { createWays, type WaysOptions } from '../sources/ways.ts'
import type { Keys } from './keys.ts'
import type { Turns } from '../turns.ts'

export interface ActiveChannelOptions {
  core: ChannelCore
  journal: Journal
  /** For restoring a show, which waits for nobody else. */
  turns: Turns
  tiktok: TikTokAccess
  timings: ChannelTimings
  surroundings: ChannelSurroundings
  /** No attempt is made before this. */
  ready: Promise<unknown>
  /** Another creator comes next, and the one before has been let go. */
  beforeCreator: () => Promise<void>
  listener: ChannelListener
}

export interface TikTokAccess {
  /** Where TikTok is, and what the ways need; the demo brings its own. */
  keys: Keys
  /** Neutral hosts that tell whether the internet is there. */
  probeHosts: readonly Target[]
  /** Requests to the sign service, shared by everything in the process. */
  signBudget: SignBudget
  knownNames: KnownNames
  /** The ways that are switched on, the best first. */
  order: () => readonly Way[]
  tikfinityUrl: string
  isOwnPort: WaysOptions['isOwnPort']
  /** Where LIVE Studio may listen. */
  studioUrls: readonly string[]
  /** Where the sign service has its managed socket. */
  eulerUrl: string
  /** Sockets opened as a guest, shared by everything in the process. */
  guestBudget: RateBudget
}

/** The channel of the configured user, or the demo's. */
export interface ActiveChannel {
  channel(): Channel
  /** The creator changed something about the ways, or a key of theirs has become known. */
  waysChanged(what: 'order' | 'keys'): void
  /** The feed of that channel; before the first one, of nothing yet. */
  feed(): FeedSource
  /** The channel's name in the journal. */
  channelName(): string
  demo(): Demo | null
  /** Restarts with the configured user, who is asked for then; null: the demo. Calls are serialised. */
  restart(username: () => string | null): Promise<void>
  stop(): Promise<void>
}

/** The demo's channel in the journal: no TikTok name has a dash. */
const DEMO_CHANNEL = 'standby-demo'

const savedConnection = z.object({
  breaker: z.object({ consecutiveFailures: z.number(), openUntil: z.number().nullable(), cooldownMs: z.number().positive() }),
  askedUntil: z.number().nullable(),
  /** `reason` is left out by earlier versions. */
  cause: z.object({ kind: z.enum(CAUSE_KINDS), detail: z.string(), reason: z.enum(CAUSE_REASONS).exactOptional() }).nullable(),
  causeAt: z.number().nullable(),
})

export function createActiveChannel(options: ActiveChannelOptions): ActiveChannel {
  const { core, journal, turns, tiktok, timings, surroundings, listener } = options
  const { clock, random, log } = core
  const keyValues = keptIn(journal)
  let channel: Channel | null = null
  let demo: Demo | null = null
  let changing: Promise<void> = Promise.resolve()

  let name: string | null = null

  const channelName = (): string => name ?? DEMO_CHANNEL

  async function begin(configured: () => string | null): Promise<void> {
    name = configured()
    // The user who was connected is stopped as if by the creator: the bridge itself stays.
    channel?.disconnect()
    channel?.dispose()
    await demo?.stop()
    demo = null
    await options.beforeCreator()
    if (name === null) {
      // Costs 100 ms and memory, and is of no use to a show of one's own.
      const { createDemo } = await import('./demo.ts')
      demo = await createDemo({ clock, random, log, onChange: (status) => listener.onSlice('demo', status) })
    }
    listener.onSlice('demo', demo?.status() ?? { running: false, drop: null })
    const username = channelName()
    const { probe, learn } = createProbe({
      targets: probeTargets(demo?.upstream ?? tiktok.keys.upstream(), demo === null ? tiktok.probeHosts : []),
      clock,
    })
    const restoredShow = await restoreShow({ journal, keyValues, username, now: clock.now }, turns)
    // An earlier version kept no list of names, but it did keep the LIVE.
    if (demo === null && restoredShow.show.roomId !== null) tiktok.knownNames.add(username)
    channel = createChannel({
      username,
      demo: demo !== null,
      core,
      store: { journal, keyValues, restoredShow, connection: connectionStore(demo !== null) },
      source: { ...sourceOf(demo, name ?? ''), probe: () => probe(), learn },
      timings,
      surroundings,
      listener,
    })
    listener.onNewShow()
    const begun = channel
    void options.ready.then(() => begun.start())
  }

  /** A rehearsal costs the sign service nothing. */
  function sourceOf(rehearsal: Demo | null, username: string): Omit<ChannelSource, 'probe' | 'learn'> {
    if (rehearsal !== null) {
      let isKnown = false
      const name = { isKnown: () => isKnown, found: () => void (isKnown = true) }
      const { upstream, order, tikfinityUrl: url } = rehearsal
      const source = { username: rehearsal.username, upstream, clock, log, name }
      const sources = [connectorSource(() => source), tikfinitySource({ url, username: rehearsal.username, clock, log })]
      return {
        ways: createWays({ sources, order, isOwnPort: () => false, clock }),
        askRoom: () => askRoom(source),
        signBudgetLeft: () => [],
      }
    }
    const { keys, order, isOwnPort, signBudget, guestBudget, knownNames } = tiktok
    const isReturn = (): boolean => channel !== null && channel.status().lostAt !== null
    const name = { isKnown: () => knownNames.has(username), found: () => knownNames.add(username) }
    const about = { username, clock, log }
    const refusedRooms = createRefusedRooms()
    const source = () => ({ ...about, upstream: keys.upstream(), name, refusedRooms })
    const spend = () => signBudget.spend(isReturn())
    const sources = [
      connectorSource(() => ({ ...source(), spendSign: spend, signRefused: (retryAt) => signBudget.refused?.(retryAt) })),
      directSource(() => ({ ...source(), spendSign: () => guestBudget.spend() })),
      studioSource({ urls: tiktok.studioUrls, credentials: keys.studio, clock, log }),
      tikfinitySource({ ...about, url: tiktok.tikfinityUrl }),
      eulerSource({ ...about, url: tiktok.eulerUrl, proxy: keys.upstream().proxy, apiKey: () => keys.upstream().signApiKey, spend }),
    ]
    return {
      ways: createWays({ sources, order, isOwnPort, clock }),
      askRoom: () => askRoom(source()),
      signBudgetLeft: () => signBudget.left(),
    }
  }

  /** Nor does what goes wrong in a rehearsal bind the real thing. */
  function connectionStore(isDemo: boolean): ChannelStore['connection'] {
    if (isDemo) return { saved: null, save: () => undefined }
    const { load, save } = savedAt(journal, 'connection')
    const parsed = savedConnection.safeParse(load())
    return { saved: parsed.success ? parsed.data : null, save }
  }

  return {
    channel() {
      if (channel === null) throw new Error('no channel was started yet')
      return channel
    },
    waysChanged: (what) => channel?.waysChanged(what),
    feed: () => channel?.feed ?? NO_FEED,
    channelName,
    demo: () => demo,
    restart(username) {
      // A restart that failed must not block the next one.
      changing = changing.catch(() => undefined).then(() => begin(username))
      return changing
    },
    async stop() {
      await changing.catch(() => undefined)
      channel?.dispose()
      await demo?.stop()
    },
  }
}
