import type { Logger } from 'pino'
import type { Clock, Millis } from '@standby/shared/clock.ts'
import type { ObsAutomationSettings } from '@standby/shared/protocol.ts'
import type { ObsEvent, ObsSession } from '../link/adapter.ts'
import type { AutomationView } from './automation-view.ts'
import { createBusyWatch } from './timing.ts'
import { carryOut, putBack } from './command.ts'
import type { Action, Order } from './action.ts'
import type { HealthView, ObsRules } from './desired.pure.ts'
import { createDryRun } from './dry-run.ts'
import { isOn } from './way-back.ts'
import { renamed, type Mind } from './state.ts'
import { askAbout, type About } from './observe.ts'
import { NOTHING_AHEAD } from './next-action.ts'
import { createOutputWatch } from '../link/output-watch.ts'
import { observeAll } from './places.ts'
import { createRounds } from '../serial-loop.ts'
import type { Observed } from './scene.ts'
import { createSettling } from './debounce.ts'
import { think, type Thought } from './decide.pure.ts'
import { createTransitionWatch } from './transition.ts'
import { say } from '../words.ts'

/** No event of a collection change or an exit is believed before its end, nor waited for longer than this. */
const UPHEAVAL_MS = 5_000
/** OBS is loading, or did not answer. */
const ASK_AGAIN_MS = 300
/** After a switch that did not come off. */
const TRY_AGAIN_MS = 2_000
/** What a person asked for is tried again for this long. */
const ORDER_LASTS_MS = 10_000

export interface AutomationOptions {
  clock: Clock
  log: Logger
  mind: Mind
  save: (mind: Mind) => void
  settings: () => ObsAutomationSettings
  rules: () => Omit<ObsRules, 'may' | 'handsOffScenes' | 'sourceName'>
  tiktok: () => { view: HealthView; rehearsal: boolean }
  /** After anything of `view` may have changed. */
  onChange: () => void
}

export interface Automation {
  attach(session: ObsSession): void
  detach(): void
  onEvent(event: ObsEvent): void
  /** Its heartbeat: the frames OBS has rendered since its start. */
  onHeartbeat(frameCount: number): void
  /** Something has changed: observe and decide again. */
  wake(): void
  /** A person asks for standby, or for the way back. */
  order(order: Order): void
  pause(on: boolean): void
  view(): AutomationView
  /** Resolves when nothing is under way any more. */
  close(): Promise<void>
}

/** One loop for one OBS: observe, decide, reconcile. Only ever one round at a time. */
export function createAutomation(options: AutomationOptions): Automation {
  const { clock, log, onChange } = options
  const transition = createTransitionWatch(clock)
  const output = createOutputWatch({ clock, log, onChange: () => wake() })
  const dryRun = createDryRun()
  const settling = createSettling(clock)
  const busy = createBusyWatch(clock)
  let session: ObsSession | null = null
  let mind = options.mind
  let observed: Observed | null = null
  let about: About | null = null
  let outlook = NOTHING_AHEAD
  let lastAction: AutomationView['lastAction'] = null
  let failure: AutomationView['failure'] = null
  let order: { order: Order; at: Millis } | null = null

  const rounds = createRounds({
    clock,
    session: () => session,
    oneRound,
    onFailure(error) {
      // Expected failures were dealt with; this is a fault of ours, and must not end the loop.
      log.error({ err: error }, 'OBS: a round failed')
      wakeAt(clock.now() + TRY_AGAIN_MS)
    },
  })
  const { wake, wakeAt } = rounds

  async function oneRound(on: ObsSession): Promise<void> {
    if (clock.now() < settling.quietAt()) return wakeAt(settling.quietAt())
    const seen = await look(on)
    if (on !== session) return
    if (seen === null) {
      if (busy.wasNotReady()) onChange()
      return wakeAt(clock.now() + ASK_AGAIN_MS)
    }
    busy.ready()
    // What was asked while something changed may be half old, half new.
    if (clock.now() < settling.settledAt()) return wakeAt(settling.settledAt())

    observed = { ...seen, transitioning: transition.isRunning(seen.transitioning) }
    await tidy(on, observed)
    if (on !== session) return
    const settings = options.settings()
    const thought = settings.dryRun ? dryRun.think(mind, observed, thoughtOn) : thoughtOn(mind, observed)
    outlook = thought.outlook
    const asked = order
    if (!thought.orderWaits) order = null
    if (!settings.dryRun) {
      dryRun.end()
      remember(thought.mind)
      if (thought.switchTo !== null || thought.toggle !== null) {
        await perform(on, thought, observed, asked)
        return onChange()
      }
      if (!observed.transitioning) failure = null
    }
    if (thought.action !== null) note(thought.action, settings.dryRun)
    // What was imagined is looked at anew, as what was done would be.
    if (thought.switchTo !== null || thought.toggle !== null) wake()
    if (thought.wakeAt !== null) wakeAt(thought.wakeAt)
    else if (observed.transitioning) wakeAt(clock.now() + ASK_AGAIN_MS)
    onChange()
  }

  function thoughtOn(from: Mind, seen: Observed): Thought {
    const settings = options.settings()
    const { view, rehearsal } = options.tiktok()
    const situation = { tiktok: view, rehearsal, output: output.view(), order: order?.order ?? null, settings, rules: options.rules() }
    return think(from, seen, situation, clock.now())
  }

  async function look(on: ObsSession): Promise<Observed | null> {
    try {
      about ??= await askAbout(on)
      return await observeAll(on, about, options.settings(), mind.memory)
    } catch (error) {
      if (on === session) log.debug({ err: error }, 'OBS could not be asked')
      return null
    }
  }

  /** Puts back what our switch has moved besides the scene: the creator's preview in studio mode, and a transition override. */
  async function tidy(on: ObsSession, seen: Observed): Promise<void> {
    if (seen.transitioning) return
    try {
      await putBack(on, seen, transition.takePreview(), mind.borrowed)
      remember({ ...mind, borrowed: null })
    } catch (error) {
      log.debug({ err: error }, 'OBS: what a switch had moved could not be put back')
    }
  }

  async function perform(on: ObsSession, thought: Thought, before: Observed, asked: typeof order): Promise<void> {
    const startedAt = clock.now()
    const { action } = thought
    if (thought.switchTo !== null) transition.begin(before)
    try {
      await carryOut(on, thought, {
        cut: options.settings().cutTransitions,
        borrow(borrowed) {
          transition.cuts()
          remember({ ...mind, borrowed })
        },
        log,
      })
    } catch (error) {
      transition.forget()
      if (on !== session) return
      failure =
        thought.switchTo === null
          ? say('source-toggle-failed', { source: options.settings().sourceName })
          : say('switch-failed', { scene: thought.switchTo.name })
      log.warn({ err: error, command: action?.command.text, why: action?.why.text }, 'OBS did not switch')
      if (asked !== null && startedAt - asked.at < ORDER_LASTS_MS) order ??= asked
      settling.hold(TRY_AGAIN_MS)
      return wakeAt(settling.quietAt())
    }
    failure = null
    if (action !== null) note(action, false, clock.now() - startedAt)
    wake()
  }

  function note(action: Action, isDry: boolean, tookMs?: number): void {
    lastAction = { ...action, at: clock.now(), dryRun: isDry }
    const [what, why] = [action.command.text, action.why.text]
    log.info({ why, ...(tookMs === undefined ? {} : { tookMs }) }, `OBS ${isDry ? 'would do: ' : ''}${what}: ${why}`)
  }

  function remember(next: Mind): void {
    if (JSON.stringify(next) === JSON.stringify(mind)) return
    mind = next
    try {
      options.save(next)
    } catch (error) {
      // Without it the way back is lost if the bridge ends now; without the switch the show is.
      log.error({ err: error }, 'OBS: what to go back to could not be saved')
    }
  }

  function settle(): void {
    settling.stirred()
    wake()
  }

  return {
    attach(opened) {
      session = opened
      output.attach(opened)
      wake()
    },
    detach() {
      rounds.rest()
      session = null
      observed = null
      about = null
      outlook = NOTHING_AHEAD
      order = null
      output.detach()
      dryRun.end()
      transition.forget()
      settling.forget()
      failure = null
      busy.ready()
      if (isOn(mind.memory)) remember({ ...mind, memory: { ...mind.memory, seenAt: clock.now() } })
    },
    onEvent(event) {
      switch (event.type) {
        case 'scenes-changed':
          return settle()
        case 'program-changed':
          transition.ended()
          return settle()
        case 'scene-renamed':
          remember(renamed(mind, event.from, event.to))
          return settle()
        case 'collection-changing':
        case 'exiting':
          settling.hold(UPHEAVAL_MS)
          return wake()
        case 'collection-changed':
          settling.released()
          return settle()
        case 'canvases-changed':
          about = null
          return settle()
        case 'stream-changed':
          return output.streamChanged()
        case 'recording-changed':
          return output.recordingChanged(event.active)
        case 'virtual-camera-changed':
          return output.virtualCameraChanged(event.active)
      }
    },
    onHeartbeat(frameCount) {
      // Not worth a write to disk; it is saved with the next change, and when the link is lost.
      if (isOn(mind.memory)) mind = { ...mind, memory: { ...mind.memory, frameCount, seenAt: clock.now() } }
    },
    wake,
    order(wanted) {
      order = { order: wanted, at: clock.now() }
      wake()
    },
    pause(on) {
      remember({ ...mind, pausedAt: on ? (mind.pausedAt ?? clock.now()) : null })
      wake()
    },
    view: () => ({ mind, observed, about, output: output.view(), outlook, lastAction, failure, isLongBusy: busy.isLong() }),
    async close() {
      session = null
      output.detach()
      await rounds.close()
    },
  }
}
