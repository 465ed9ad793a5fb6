import type { Clock } from '@standby/shared/clock.ts'
import { CAUSE_KINDS, type CauseKind } from '@standby/shared/connection/cause.ts'
import type { SavedConnection } from '@standby/shared/connection/connection.ts'
import type { ConnectionPolicy } from '@standby/shared/connection/policy.ts'
import type { Logger } from 'pino'
import * as z from 'zod'
import { createChannel, type Channel, type ChannelOptions } from './channel.ts'
import type { Demo } from './demo.ts'
import { createProbe } from '../network/probe.ts'
import { probeTargets, type Target } from '../network/targets.ts'
import type { RateBudget } from './rate-budget.ts'
import { restoreShow } from './restore-show.ts'
import { keptIn, recallJson, type Journal } from '../store/journal.ts'
import { askRoom, openAttempt } from '../sources/tiktok/attempt.ts'
import type { Upstream } from '../sources/tiktok/upstream.ts'
import type { Turns } from '../turns.ts'

export interface ActiveChannelOptions extends Pick<
  ChannelOptions,
  'onEvents' | 'onSlice' | 'onAnnouncement' | 'onNewShow' | 'onHealth' | 'onDeleted' | 'otherParts'
> {
  clock: Clock
  random: () => number
  log: Logger
  journal: Journal
  /** For restoring a show, which waits for nobody else. */
  turns: Turns
  policy: ConnectionPolicy<CauseKind>
  degradedAfterMs: number
  /** Where TikTok is; the demo brings its own. */
  upstream: Upstream
  /** Neutral hosts that tell whether the internet is there. */
  probeHosts: readonly Target[]
  /** Requests to the sign service, shared by everything in the process. */
  signBudget: RateBudget
  outputIsReconnecting: () => boolean
  /** No attempt is made before this. */
  ready: Promise<unknown>
}

/** The channel of the configured user, or the demo's. */
export interface ActiveChannel {
  channel(): Channel
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
  cause: z.object({ kind: z.enum(CAUSE_KINDS), detail: z.string() }).nullable(),
  causeAt: z.number().nullable(),
})

export function createActiveChannel(options: ActiveChannelOptions): ActiveChannel {
  const { clock, random, log, journal } = options
  let channel: Channel | null = null
  let demo: Demo | null = null
  let changing: Promise<void> = Promise.resolve()

  let name: string | null = null

  const channelName = (): string => name ?? DEMO_CHANNEL

  async function begin(username: () => string | null): Promise<void> {
    name = username()
    // The user who was connected is stopped as if by the creator: the bridge itself stays.
    channel?.disconnect()
    channel?.dispose()
    await demo?.stop()
    demo = null
    if (name === null) {
      // Costs 100 ms and memory, and is of no use to a show of one's own.
      const { createDemo } = await import('./demo.ts')
      demo = await createDemo({ clock, random, log, onChange: (status) => options.onSlice('demo', status) })
    }
    options.onSlice('demo', demo?.status() ?? { running: false, drop: null })
    const upstream = demo?.upstream ?? options.upstream
    const source = { username: demo?.username ?? name ?? '', upstream, clock, log }
    const isDemo = demo !== null
    const { probe, learn } = createProbe({ targets: probeTargets(upstream, isDemo ? [] : options.probeHosts), clock })
    const kept = keptIn(journal)
    const restoredShow = await restoreShow({ journal, kept, username: channelName(), now: clock.now }, options.turns)
    channel = createChannel({
      username: channelName(),
      kept,
      restored: restoredShow,
      demo: isDemo,
      policy: options.policy,
      degradedAfterMs: options.degradedAfterMs,
      signBudgetLeft: () => (isDemo ? [] : options.signBudget.left()),
      // A rehearsal costs the sign service nothing.
      openLink: (callbacks) => openAttempt(isDemo ? source : { ...source, spendSign: () => options.signBudget.spend() }, callbacks),
      askRoom: () => askRoom(source),
      network: { probe: () => probe(), outputIsReconnecting: options.outputIsReconnecting },
      // Nor does what goes wrong in one bind the real thing.
      saved: isDemo ? null : restored(journal),
      save: (saved) => {
        if (!isDemo) journal.remember('connection', JSON.stringify(saved))
      },
      journal,
      clock,
      random,
      defer: setImmediate,
      log,
      onEvents: options.onEvents,
      onSlice: options.onSlice,
      onAnnouncement: options.onAnnouncement,
      onNewShow: options.onNewShow,
      onDeleted: options.onDeleted,
      otherParts: options.otherParts,
      onHealth(health, since) {
        // While all is well the probe learns where to knock when nothing answers.
        if (health === 'live') void learn()
        options.onHealth(health, since)
      },
    })
    options.onNewShow()
    const begun = channel
    void options.ready.then(() => begun.start())
  }

  return {
    channel() {
      if (channel === null) throw new Error('no channel was started yet')
      return channel
    },
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

function restored(journal: Journal): SavedConnection | null {
  const result = savedConnection.safeParse(recallJson(journal, 'connection'))
  return result.success ? result.data : null
}
