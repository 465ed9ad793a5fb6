import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { MAX_ACTIONS, programOf, PROGRAMS, type Action, type Program } from '@standby/shared/actions/action.ts'
import { watch, type Moment } from '@standby/shared/actions/moments.ts'
import { noteMoment, runsFor, type Run } from '@standby/shared/actions/occasions.ts'
import { readAddressTemplate } from './request.pure.ts'
import type { ActionDraft, ActionSettings } from './schema.pure.ts'
import { NO_VALUES, sampleValues } from '@standby/shared/actions/values.ts'
import type { ActionsView, ActionView, ProgramView } from '@standby/shared/actions/view.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import { hiddenNow } from '@standby/shared/settings/moderation.ts'
import { CAUSE_NAMES } from '@standby/shared/words/causes.ts'
import type { Core, Feature, Route } from '../core.ts'
import type { Live } from '../live/live.ts'
import type { Obs } from '../obs/obs.ts'
import { secretName, systemSecretStore } from '../settings/secret-store.ts'
import { savedAt } from '../store/journal.ts'
import { offersOf, obsOffersOf } from './offers.ts'
import { perform } from './perform.ts'
import { progressFrom } from './progress.ts'
import { actionRoutes } from './routes.ts'
import { createRuns } from './runs.ts'
import { openActionSecrets } from './secrets.ts'
import { say } from './words.ts'

/** What other programs are asked to do when something happens in the LIVE. */
export function createActions(core: Core, live: Live, obs: Pick<Obs, 'toggles'>): Feature & { routes: readonly Route[] } {
  const { config, clock, log, journal, settings, hub } = core
  const saved = savedAt(journal, 'actions')
  let progress = progressFrom(saved.load())
  let cancelWake = (): void => undefined
  const hides = hiddenNow(() => hub.state().moderation)
  const secrets = openActionSecrets({
    file: join(config.dataDir, 'action-secrets.json'),
    store: systemSecretStore(),
    name: secretName(config.dataDir, 'actions'),
    place: config.secrets,
    log,
  })
  const web = { fetch: globalThis.fetch, clock }
  const means = {
    web,
    toggles: obs.toggles,
    access(deed: Parameters<typeof programOf>[0]) {
      const program = programOf(deed)
      if (program === null) throw new Error(`${deed.type} needs no program`)
      return accessTo(program)
    },
    secret(id: string, address: string) {
      const found = secrets.get(ownerOf(id), address)
      return found.state === 'known' ? { text: found.text } : found.state === 'locked' ? ('locked' as const) : null
    },
  }
  const runs = createRuns({ clock, log, perform: (action, values, signal) => perform(action, values, means, signal) })

  const read = (): ActionSettings => settings.read().actions
  const write = (change: Partial<ActionSettings>): void => settings.write({ ...settings.read(), actions: { ...read(), ...change } })

  function accessTo(program: Program): { address: string; password: string | null } | 'locked' {
    const address = read().addresses[program]
    const found = secrets.get(program, address)
    if (found.state === 'locked') return 'locked'
    return { address, password: found.state === 'known' ? found.text : null }
  }

  /** Saved before anything is sent: a crash then loses a run and never repeats one. */
  function begin(next: typeof progress, due: readonly Run[]): void {
    try {
      saved.save(next)
    } catch (error) {
      log.error({ err: error }, 'actions: what has run could not be noted, so nothing is run')
      for (const { action } of due) runs.skip(action, say('not-noted'))
      return
    }
    progress = next
    for (const run of due) runs.start(run)
  }

  function onEvents(events: readonly LiveEvent[]): void {
    const { list } = read()
    if (live.isDemo() || list.length === 0) return
    const creator = hub.state().tiktok.username ?? ''
    const { runs: due, begun } = runsFor(list, events, progress.begun, { creator, hides })
    if (due.length > 0) begin({ ...progress, begun }, due)
  }

  function onStatus(): void {
    cancelWake()
    const now = clock.now()
    const { watched, moments, wakeAt } = watch(progress.watched, hub.state().tiktok, now)
    if (wakeAt !== null) cancelWake = clock.after(wakeAt - now, onStatus)
    let next = { ...progress, watched }
    const due: Run[] = []
    for (const moment of moments) {
      const begun = noteMoment(next.begun, moment.key)
      if (begun === null) continue
      next = { ...next, begun }
      due.push(...runsAt(moment))
    }
    if (moments.length > 0 || !isDeepStrictEqual(watched, progress.watched)) begin(next, due)
  }

  function runsAt({ type, cause, awayMs }: Moment): Run[] {
    const creator = hub.state().tiktok.username ?? ''
    const told = { cause: cause === null ? '' : CAUSE_NAMES[cause], seconds: Math.round(awayMs / 1_000) }
    const wanted = read().list.filter(({ on, when }) => on && when.type === type)
    return wanted.map((action) => ({ action, values: { ...NO_VALUES, event: type, creator, ...told } }))
  }

  function view(): ActionsView {
    const { list, addresses } = read()
    const isKnown = (owner: string, address: string): boolean => secrets.get(owner, address).state !== 'none'
    const programView = (program: Program): ProgramView => ({
      address: addresses[program],
      hasPassword: isKnown(program, addresses[program]),
    })
    const actions = list.map((action): ActionView => {
      const to = addressOf(action)
      return { ...action, last: runs.last(action.id), hasSecret: to !== null && isKnown(ownerOf(action.id), to) }
    })
    const [streamerbot, mixitup, firebot, sammi] = PROGRAMS.map(programView) as [ProgramView, ProgramView, ProgramView, ProgramView]
    return { actions, programs: { streamerbot, mixitup, firebot, sammi }, isLocked: secrets.isLocked() }
  }

  const router = actionRoutes({
    view,
    save({ id, ...draft }: ActionDraft, secret) {
      const { list } = read()
      const known = list.find((one) => one.id === id)
      if (id !== undefined && known === undefined) return 'unknown'
      if (known === undefined && list.length >= MAX_ACTIONS) return 'full'
      const action: Action = { ...draft, id: known?.id ?? randomUUID() }
      write({ list: known === undefined ? [...list, action] : list.map((one) => (one === known ? action : one)) })
      const to = addressOf(action)
      if (secret !== undefined) secrets.set(ownerOf(action.id), secret === null || to === null ? null : { text: secret, address: to })
      return 'ok'
    },
    remove(id) {
      const { list } = read()
      if (!list.some((one) => one.id === id)) return false
      write({ list: list.filter((one) => one.id !== id) })
      secrets.set(ownerOf(id), null)
      runs.forget(id)
      return true
    },
    async test(id) {
      const action = read().list.find((one) => one.id === id)
      if (action === undefined) return null
      // A person is there to unlock the password store.
      if (secrets.isLocked()) await secrets.settle()
      return runs.test({ action, values: sampleValues(action.when.type) })
    },
    setProgram(program, address, password) {
      if (address !== undefined) write({ addresses: { ...read().addresses, [program]: address } })
      if (password === undefined) return
      secrets.set(program, password === null ? null : { text: password, address: read().addresses[program] })
    },
    offers: (type) => offersOf(type, accessTo, web),
    obsOffers: () => obsOffersOf(obs.toggles),
  })

  live.listen({ onEvents, onStatus })

  return {
    routes: [{ path: '/api', router }],
    start: () => void secrets.settle(),
    stop() {
      cancelWake()
      runs.dispose()
      secrets.close()
    },
  }
}

const ownerOf = (actionId: string): string => `action ${actionId}`

/** Where the request of an action goes; null if it makes none. */
function addressOf({ deed }: Pick<Action, 'deed'>): string | null {
  return deed.type === 'http-request' ? (readAddressTemplate(deed.url)?.origin ?? null) : null
}
