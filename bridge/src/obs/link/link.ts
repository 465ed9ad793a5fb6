import type { Logger } from 'pino'
import type { Clock, Millis } from '@standby/shared/clock.ts'
import type { ConnectionState } from '@standby/shared/connection/connection.ts'
import { createRunner } from '@standby/shared/connection/runner.ts'
import type { Health, ObsStatus } from '@standby/shared/protocol.ts'
import { DEFAULT_OBS_AUTOMATION } from '@standby/shared/settings/obs-settings.ts'
import { openObs, type ObsSession } from './adapter.ts'
import { createAutomation } from '../scenes/automation.ts'
import { parseAddress } from './address.ts'
import type { Order } from '../scenes/action.ts'
import { DEFAULT_OBS_RULES, type HealthView } from '../scenes/desired.pure.ts'
import { parseState, type AutomationState } from '../scenes/state.ts'
import { stats } from '../scenes/observe.ts'
import { HEARTBEAT_MS, OBS_POLICY, type ObsCauseKind } from './policy.ts'
import { refusalOf, type Refusal } from '../scenes/refusal.ts'
import { obsStatus, type ObsSettings } from '../status.ts'

/** OBS answers within milliseconds; only a busy window holds a scene switch up this long. */
const CALL_TIMEOUT_MS = 5_000

export interface LinkOptions {
  clock: Clock
  /** In [0, 1), as `Math.random`. */
  random: () => number
  log: Logger
  saved: {
    /** Called once, at once. Anything that is not a `AutomationState` counts as none. */
    load: () => unknown
    /** Called before every command, and may not fail silently: after a crash it is what finds the way back. */
    save: (state: AutomationState) => void
  }
  onStatus: (status: ObsStatus) => void
  /** How long TikTok is away before health turns `degraded`; only for the words. Default 10 s. */
  degradedAfterMs?: number
  /** The connection, for other code that asks OBS: when it is there, and null when it has gone. */
  onSession?: (session: ObsSession | null) => void
}

export interface ObsLink {
  /** Also while running. Another address or password is tried at once; another standby scene is looked for at once. */
  configure(settings: ObsSettings): void
  /** How TikTok is, and since when it has been so. `rehearsal`: a demo, in which nobody has to be streaming. */
  setHealth(health: Health, since: Millis, rehearsal?: boolean): void
  /** Goes to standby, or back from it, because a person asks. Null: on its way; else why not. */
  manual(to: Order): Refusal | null
  /** Switches nothing by itself for the rest of this show, or does so again. */
  pause(on: boolean): void
  /** Evidence for a network that is down: OBS has lost its own line, or cannot get its frames through it. */
  outputIsReconnecting(): boolean
  /** A person asks to try OBS again now. */
  retry(): void
  status(): ObsStatus
  close(): Promise<void>
}

/** The link to OBS and the automation of its scenes. Connects once `configure` says `enabled`. Starts and stops no stream, ever. */
export function createObsLink(options: LinkOptions): ObsLink {
  const { clock, log } = options
  let settings: ObsSettings = { ...DEFAULT_OBS_AUTOMATION, url: '', password: null, standbyScene: '', enabled: false }
  let view: HealthView = { health: 'offline', since: clock.now() }
  let isRehearsal = false
  let link: { close(): void } | null = null
  let cancelHeartbeat = (): void => undefined
  let published = ''

  const automation = createAutomation({
    clock,
    log,
    state: parseState(options.saved.load(), clock.now()),
    save: options.saved.save,
    settings: () => settings,
    rules: () => ({
      ...DEFAULT_OBS_RULES,
      degradedAfterMs: options.degradedAfterMs ?? DEFAULT_OBS_RULES.degradedAfterMs,
      standbyScene: settings.standbyScene,
    }),
    tiktok: () => ({ view, rehearsal: isRehearsal }),
    onChange: publish,
  })

  const runner = createRunner<ObsCauseKind>({
    policy: OBS_POLICY,
    clock,
    random: options.random,
    onEffect: (effect) => (effect.type === 'open' ? open(effect.generation) : drop()),
    onChange(state, previous) {
      report(log, state, previous)
      if (state.phase !== previous.phase || state.cause !== previous.cause) publish()
    },
  })

  function open(generation: number): void {
    if (parseAddress(settings.url) === null) {
      return runner.send({ type: 'closed', generation, cause: { kind: 'bad-address', detail: 'not a ws:// or wss:// address' } })
    }
    link = openObs({
      url: settings.url.trim(),
      password: settings.password,
      clock,
      log,
      callTimeoutMs: CALL_TIMEOUT_MS,
      onOpened(session) {
        runner.send({ type: 'opened', generation })
        automation.attach(session)
        options.onSession?.(session)
        beat(session, generation)
      },
      onEvent: automation.onEvent,
      onSignOfLife: () => runner.send({ type: 'frame', generation }),
      onClosed(cause) {
        drop()
        runner.send({ type: 'closed', generation, cause })
      },
    })
  }

  function drop(): void {
    cancelHeartbeat()
    link?.close()
    link = null
    options.onSession?.(null)
    automation.detach()
  }

  /** An OBS that hangs keeps its socket open: without an answer to this the machine closes it. */
  function beat(session: ObsSession, generation: number): void {
    cancelHeartbeat = clock.after(HEARTBEAT_MS, () => {
      // The answer is the sign of life; that there is none is noticed by the machine.
      session.request('GetStats', stats).then(
        ({ renderTotalFrames }) => automation.onHeartbeat(renderTotalFrames),
        (error: unknown) => log.debug({ err: error }, 'OBS: no answer to the heartbeat'),
      )
      beat(session, generation)
    })
  }

  function status(): ObsStatus {
    return obsStatus(settings, runner.state(), automation.view())
  }

  function publish(): void {
    const next = status()
    const text = JSON.stringify(next)
    if (text === published) return
    published = text
    options.onStatus(next)
  }

  return {
    configure(next) {
      const before = settings
      settings = next
      const elsewhere = next.url !== before.url || next.password !== before.password
      if (before.enabled && (!next.enabled || elsewhere)) runner.send({ type: 'disconnect' })
      if (next.enabled && (!before.enabled || elsewhere)) runner.send({ type: 'connect', force: true })
      automation.wake()
      publish()
    },
    setHealth(health, since, rehearsal = false) {
      // The show is over, and what was paused for it.
      if (health === 'offline' && view.health !== 'offline') automation.pause(false)
      view = { health, since }
      isRehearsal = rehearsal
      automation.wake()
    },
    manual(to) {
      const refusal = refusalOf(to, settings, automation.view())
      if (refusal === null) automation.order(to)
      return refusal
    },
    pause(on) {
      automation.pause(on)
      publish()
    },
    outputIsReconnecting() {
      const { reconnecting, congested } = automation.view().output
      return reconnecting || congested
    },
    retry() {
      if (settings.enabled) runner.send({ type: 'connect', force: true })
    },
    status,
    async close() {
      runner.send({ type: 'disconnect' })
      runner.dispose()
      drop()
      await automation.close()
    },
  }
}

/** One line if something changed; OBS not running is normal, and said once. */
function report(log: Logger, state: ConnectionState<ObsCauseKind>, previous: ConnectionState<ObsCauseKind>): void {
  if (state.phase === previous.phase) return
  const { phase, cause, generation } = state
  if (phase === 'connected') return log.info({ generation }, 'OBS connected')
  if (cause === null || phase === 'connecting') return
  const about = { cause: cause.kind, detail: cause.detail, retryAt: phase === 'waiting' ? state.until : null }
  if (phase === 'disconnected') log.warn(about, 'OBS: Standby does not try again until something changes')
  else if (previous.phase === 'connected') log.warn(about, 'OBS connection lost')
  else if (cause.kind !== previous.cause?.kind) log.info(about, 'OBS cannot be reached; Standby keeps trying')
  else log.debug(about, 'OBS still cannot be reached')
}
