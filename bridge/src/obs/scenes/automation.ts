import type { Logger } from 'pino'
import type { Clock, Millis } from '@standby/shared/clock.ts'
import type { ObsAutomationSettings } from '@standby/shared/settings/obs-settings.ts'
import type { ObsEvent, ObsSession } from '../link/adapter.ts'
import type { AutomationView } from './automation-view.ts'
import { createBusyTimer } from './timing.ts'
import { carryOut, putBack } from './command.ts'
import type { Action, Order } from './action.ts'
import type { HealthView, ObsRules } from './desired.pure.ts'
import { createDryRun } from './dry-run.ts'
import { isOn } from './way-back.ts'
import { inCollection, leavingCollection, renamed, type AutomationState } from './state.ts'
import { askAbout, observeAll, type About } from './observe.ts'
import { NO_NEXT_ACTION } from './next-action.ts'
import { createOutputWatch } from '../link/output-watch.ts'
import { createSerialLoop } from '../serial-loop.ts'
import type { Observed } from './scene.ts'
import { createDebounce } from './debounce.ts'
import { decide, type Decision } from './decide.pure.ts'
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
  state: AutomationState
  save: (state: AutomationState) => void
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

/** A scene that is on is not worth a write to disk: it is saved with the next change. */
function forSaving({ lastScene: _, ...state }: AutomationState): string {
  return JSON.stringify(state)
}

/** One loop for one OBS: observe, decide, reconcile. Only ever one round at a time. */
export function createAutomation(options: AutomationOptions): Automation {
  const { clock, log, onChange } = options
  const transition = createTransitionWatch(clock)
  const output = createOutputWatch({ clock, log, onChange: () => wake() })
  const dryRun = createDryRun()
  const debounce = createDebounce(clock)
  const busy = createBusyTimer(clock)
  let session: ObsSession | null = null
  let state = options.state
  let observed: Observed | null = null
  let about: About | null = null
  let nextAction = NO_NEXT_ACTION
  let leftOn: AutomationView['leftOn'] = null
  let lastAction: AutomationView['lastAction'] = null
  let failure: AutomationView['failure'] = null
  let order: { order: Order; at: Millis } | null = null

  const loop = createSerialLoop({
    clock,
    session: () => session,
    oneRound,
    onFailure(error) {
      // Expected failures were dealt with; this is a fault of ours, and must not end the loop.
      log.error({ err: error }, 'OBS: a round of the automation failed')
      wakeAt(clock.now() + TRY_AGAIN_MS)
    },
  })
  const { wake, wakeAt } = loop

  async function oneRound(on: ObsSession): Promise<void> {
    if (clock.now() < debounce.quietAt()) return wakeAt(debounce.quietAt())
    const seen = await look(on)
    if (on !== session) return
    if (seen === null) {
      if (busy.wasNotReady()) onChange()
      return wakeAt(clock.now() + ASK_AGAIN_MS)
    }
    busy.ready()
    // What was asked while something changed may be half old, half new.
    if (clock.now() < debounce.settledAt()) return wakeAt(debounce.settledAt())

    observed = { ...seen, transitioning: transition.isRunning(seen.transitioning) }
    await tidy(on, observed)
    if (on !== session) return
    const settings = options.settings()
    const decision = settings.dryRun ? dryRun.decide(state, observed, decideOn) : decideOn(state, observed)
    nextAction = decision.nextAction
    leftOn = decision.leftOn
    const asked = order
    if (!decision.orderWaits) order = null
    if (!settings.dryRun) {
      dryRun.end()
      remember(decision.state)
      if (decision.switchTo !== null || decision.toggle !== null) {
        await perform(on, decision, observed, asked)
        return onChange()
      }
      if (!observed.transitioning) failure = null
    }
    if (decision.action !== null) note(decision.action, settings.dryRun)
    // A dry run looks again, as it would after a real switch.
    if (decision.switchTo !== null || decision.toggle !== null) wake()
    if (decision.wakeAt !== null) wakeAt(decision.wakeAt)
    else if (observed.transitioning) wakeAt(clock.now() + ASK_AGAIN_MS)
    onChange()
  }

  function decideOn(from: AutomationState, seen: Observed): Decision {
    const settings = options.settings()
    const { view, rehearsal } = options.tiktok()
    const situation = { tiktok: view, rehearsal, output: output.view(), order: order?.order ?? null, settings, rules: options.rules() }
    return decide(from, seen, situation, clock.now())
  }

  async function look(on: ObsSession): Promise<Observed | null> {
    try {
      about ??= await askAbout(on)
      return await observeAll(on, about, options.settings(), state.memory)
    } catch (error) {
      if (on === session) log.debug({ err: error }, 'OBS: could not ask what is on')
      return null
    }
  }

  /** Puts back what our switch has moved besides the scene: the creator's preview in studio mode, and a transition override. */
  async function tidy(on: ObsSession, seen: Observed): Promise<void> {
    if (seen.transitioning) return
    try {
      await putBack(on, seen, transition.takePreview(), state.borrowed)
      remember({ ...state, borrowed: null })
    } catch (error) {
      log.debug({ err: error }, 'OBS: the transition could not be restored after a switch')
    }
  }

  async function perform(on: ObsSession, decision: Decision, before: Observed, asked: typeof order): Promise<void> {
    const startedAt = clock.now()
    const { action } = decision
    if (decision.switchTo !== null) transition.begin(before)
    try {
      await carryOut(on, decision, {
        cut: options.settings().cutTransitions,
        borrow(borrowed) {
          transition.cuts()
          remember({ ...state, borrowed })
        },
        log,
      })
    } catch (error) {
      transition.forget()
      if (on !== session) return
      failure =
        decision.switchTo === null
          ? say('source-toggle-failed', { source: options.settings().sourceName })
          : say('switch-failed', { scene: decision.switchTo.name })
      log.warn({ err: error, command: action?.command.text, why: action?.why.text }, 'OBS did not switch')
      if (asked !== null && startedAt - asked.at < ORDER_LASTS_MS) order ??= asked
      debounce.hold(TRY_AGAIN_MS)
      return wakeAt(debounce.quietAt())
    }
    failure = null
    if (action !== null) note(action, false, clock.now() - startedAt)
    wake()
  }

  function note(action: Action, isDry: boolean, tookMs?: number): void {
    lastAction = { ...action, at: clock.now(), dryRun: isDry }
    const [what, why] = [action.command.text, action.why.text]
    log.info({ why, ...(tookMs === undefined ? {} : { tookMs }) }, `OBS: ${isDry ? 'would do: ' : ''}${what} (${why})`)
  }

  function remember(next: AutomationState): void {
    const saved = forSaving(state)
    state = next
    if (forSaving(next) === saved) return
    try {
      options.save(next)
    } catch (error) {
      // Without it the way back is lost if the bridge ends now; without the switch the show is.
      log.error({ err: error }, 'OBS: the scene to go back to could not be saved')
    }
  }

  function settle(): void {
    debounce.stirred()
    wake()
  }

  return {
    attach(opened) {
      session = opened
      output.attach(opened)
      wake()
    },
    detach() {
      loop.rest()
      session = null
      observed = null
      about = null
      nextAction = NO_NEXT_ACTION
      leftOn = null
      order = null
      output.detach()
      dryRun.end()
      transition.forget()
      debounce.forget()
      failure = null
      busy.ready()
      if (isOn(state.memory)) remember({ ...state, memory: { ...state.memory, seenAt: clock.now() } })
    },
    onEvent(event) {
      switch (event.type) {
        case 'scenes-changed':
          return settle()
        case 'program-changed':
          transition.ended()
          return settle()
        case 'scene-renamed':
          remember(renamed(state, event.from, event.to))
          return settle()
        case 'collection-changing':
          remember(leavingCollection(state, event.name))
          debounce.hold(UPHEAVAL_MS)
          return wake()
        case 'exiting':
          debounce.hold(UPHEAVAL_MS)
          return wake()
        case 'collection-changed':
          remember(inCollection(state, event.name))
          debounce.released()
          return settle()
        case 'canvases-changed':
          about = null
          return settle()
        case 'stream-changed':
          return output.streamChanged(event.isStarting)
        case 'recording-changed':
          return output.recordingChanged(event.active)
        case 'virtual-camera-changed':
          return output.virtualCameraChanged(event.active)
      }
    },
    onHeartbeat(frameCount) {
      // Not worth a write to disk; it is saved with the next change, and when the link is lost.
      if (isOn(state.memory)) state = { ...state, memory: { ...state.memory, frameCount, seenAt: clock.now() } }
    },
    wake,
    order(wanted) {
      order = { order: wanted, at: clock.now() }
      wake()
    },
    pause(on) {
      remember({ ...state, pausedAt: on ? (state.pausedAt ?? clock.now()) : null })
      wake()
    },
    view: () => ({ state, observed, about, output: output.view(), nextAction, leftOn, lastAction, failure, isLongBusy: busy.isLong() }),
    async close() {
      session = null
      output.detach()
      await loop.close()
    },
  }
}
