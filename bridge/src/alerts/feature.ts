import type { AlertId } from '@standby/shared/alert.ts'
import type { Core, Feature } from '../core.ts'
import type { Live } from '../live/live.ts'
import type { Obs } from '../obs/obs.ts'
import type { Setup } from '../setup/setup.ts'
import { createAlerts } from './alerts.ts'
import { alertReadingsOf } from './readings.ts'
import { createWebhook } from './webhook.ts'

/** What the creator and their agency are alerted to: in the dock, the log and by webhook. */
export interface AlertsFeature extends Feature {
  active(): AlertId[]
}

/** `obs`: null if no OBS follows this LIVE. */
export function createAlertsFeature(
  { config, clock, random, defer, log, journal, settings, hub }: Core,
  live: Live,
  { obs, setup }: { obs: Pick<Obs, 'status' | 'onStatus'> | null; setup: Pick<Setup, 'tokensProblem'> | null },
): AlertsFeature {
  const proxy = config.upstream.proxy === undefined ? {} : { proxy: config.upstream.proxy.shown }
  const isLeftOn = (): boolean => ['standby-left-on', 'standby-source-left-on'].includes(obs?.status().problem?.code ?? '')
  const isStored = (): boolean => journal.problem() === null
  const webhook = config.webhook === null ? null : createWebhook({ address: config.webhook, fetch, clock, random, log })
  const alerts = createAlerts({
    read: () =>
      alertReadingsOf(live.channel().status(), live.channel().past(), isStored(), {
        standbyLeftOn: isLeftOn(),
        settingsOk: settings.problem() === null,
        tokensOk: (setup?.tokensProblem() ?? null) === null,
        ...proxy,
      }),
    webhook,
    username: () => live.channel().status().username,
    clock,
    log,
    onChange: (active) => hub.set('alerts', active),
  })
  let wasStored = isStored()
  // When all of this turn is done: an alert is about what came of it.
  const check = (): void => defer(() => alerts.check())
  live.listen({
    onStatus: check,
    onEvents() {
      if (isStored() !== wasStored) check()
      wasStored = isStored()
    },
  })
  return {
    active: () => alerts.active().map(({ id }) => id),
    // OBS may be heard of while the LIVE has not begun to be watched, and then there is nothing to compare it with.
    start: () => obs?.onStatus(check),
    stop() {
      alerts.dispose()
      webhook?.dispose()
    },
  }
}
