import type { Clock } from '@standby/shared/clock.ts'
import type { ConnectedPage, ObsPagesView, ObsSourceView, SourceState } from '@standby/shared/obs-setup.ts'
import type { Logger } from 'pino'
import * as z from 'zod'
import type { ObsSession } from '../link/adapter.ts'
import { BROWSER_KIND, swappedUrl } from './own-page.ts'
import { createSerialLoop } from '../serial-loop.ts'
import {
  restartRevival,
  decideRevival,
  doneByHand,
  sourceKey,
  type OwnSource,
  type RevivalAction,
  type RevivalHistory,
} from './revive.pure.ts'
import { ownPageOf } from '../setup/plan.pure.ts'
import { listInputs, settingsOf, unlessGone } from '../setup/survey.ts'

/** Sources come and go without an event that is listened to: they are looked for this often. */
const LOOK_EVERY_MS = 30_000
/** OBS is loading, or did not answer. */
const ASK_AGAIN_MS = 1_000
/** OBS hands new settings to a source with its next frame, and only the last of several. Half a second has many frames. */
const SWAP_MS = 500

export interface OwnPagesOptions {
  clock: Clock
  /** The bridge's own port. */
  port: () => number
  /** `PageRegistry.pages`. */
  pages: () => readonly ConnectedPage[]
  log: Logger
  /** So that a bridge that keeps being started again does not revive for ever. */
  saved: {
    /** Called once, at once. */
    load: () => unknown
    save: (history: RevivalHistory) => void
  }
  /** After anything of `view` may have changed. */
  onChange: () => void
}

/** Finds our own browser sources in OBS, and revives those whose page is not there. Never touches any other. */
export interface OwnPages {
  attach(session: ObsSession | null): void
  /** A page has come or gone. */
  wake(): void
  view(): ObsPagesView
  /** A person asks for it. `unknown`: no source of ours has that name. */
  reload(inputName: string): Promise<'ok' | 'unknown' | 'not-connected' | 'failed'>
  /** Resolves when nothing is under way any more. */
  close(): Promise<void>
}

const at = z.number().nullable()
const savedHistory = z.record(z.string(), z.object({ refreshedAt: at, swappedAt: at }))
const activity = z.object({ videoShowing: z.boolean() })
const nothing = z.unknown()

export function createOwnPages({ clock, port, pages, log, saved: memory, onChange }: OwnPagesOptions): OwnPages {
  let session: ObsSession | null = null
  let sources: OwnSource[] = []
  let states: Readonly<Record<string, SourceState>> = {}
  let history = restored(memory.load())
  const loop = createSerialLoop({
    clock,
    session: () => session,
    oneRound,
    onFailure(error) {
      log.debug({ err: error }, 'OBS could not be asked for its browser sources')
      loop.wakeAt(clock.now() + ASK_AGAIN_MS)
    },
  })
  const { wake } = loop

  async function oneRound(on: ObsSession): Promise<void> {
    const found = await findOwnSources(on, port())
    if (on !== session) return
    sources = found
    const decision = decideRevival(sources, pages(), history, clock.now())
    states = decision.states
    history = decision.history
    // Saved before it is done: what fails has been tried all the same.
    if (decision.actions.length > 0) save()
    for (const action of decision.actions) {
      log.info({ action }, `OBS: no page for "${action.inputName}"; reviving it`)
      await attempt(on, action)
    }
    loop.wakeAt(Math.min(decision.wakeAt ?? Infinity, clock.now() + LOOK_EVERY_MS))
    onChange()
  }

  async function attempt(on: ObsSession, action: RevivalAction): Promise<boolean> {
    try {
      return await revive(on, action, port(), clock)
    } catch (error) {
      log.warn({ err: error, action }, 'OBS: a browser source could not be revived')
      return false
    }
  }

  function save(): void {
    try {
      memory.save(history)
    } catch (error) {
      log.error({ err: error }, 'OBS: what was revived could not be saved')
    }
  }

  function viewOf(source: OwnSource): ObsSourceView {
    const { refreshedAt = null, swappedAt = null } = history[sourceKey(source)] ?? {}
    const last = Math.max(refreshedAt ?? 0, swappedAt ?? 0)
    return {
      inputName: source.inputName,
      page: source.page,
      state: states[sourceKey(source)] ?? 'loading',
      showing: source.showing,
      revived: last === 0 ? null : { how: last === swappedAt ? 'swap' : 'refresh', at: last },
    }
  }

  return {
    attach(next) {
      session = next
      loop.rest()
      if (next === null) {
        sources = []
        states = {}
        return onChange()
      }
      history = restartRevival(history)
      wake()
    },
    wake,
    view: () => ({ sources: sources.map(viewOf), pages: [...pages()] }),
    async reload(inputName) {
      const on = session
      if (on === null) return 'not-connected'
      const source = sources.find((known) => known.inputName === inputName)
      if (source === undefined) return 'unknown'
      const key = sourceKey(source)
      // What a refresh has not brought back before it will not bring back now.
      const how = states[key] === 'dead' ? 'swap' : 'refresh'
      history = doneByHand(history, key, how, clock.now())
      save()
      const done = await attempt(on, { how, inputName })
      wake()
      return done ? 'ok' : 'failed'
    },
    async close() {
      session = null
      await loop.close()
    },
  }
}

/** Our own browser sources, recognised by the address they show. Throws `ObsRequestError`. */
export async function findOwnSources(session: ObsSession, port: number): Promise<OwnSource[]> {
  const inputs = await listInputs(session, new Set())
  const own = inputs.flatMap((input) => {
    const shown = input.kind === BROWSER_KIND ? ownPageOf(input.settings, port) : null
    return shown === null ? [] : [{ input, shown }]
  })
  return Promise.all(
    own.map(async ({ input, shown }) => ({
      inputName: input.name,
      uuid: input.uuid,
      page: shown.page,
      source: shown.source,
      shutdown: input.settings['shutdown'] === true,
      showing: (await unlessGone(session.request('GetSourceActive', activity, { sourceName: input.name })))?.videoShowing ?? false,
    })),
  )
}

/** False if the source no longer shows our page. It is then left alone. */
async function revive(session: ObsSession, { how, inputName }: RevivalAction, port: number, clock: Clock): Promise<boolean> {
  const settings = await settingsOf(session, inputName)
  const { url } = settings
  if (typeof url !== 'string' || ownPageOf(settings, port) === null) return false
  if (how === 'refresh') {
    await session.request('PressInputPropertiesButton', nothing, { inputName, propertyName: 'refreshnocache' })
    return true
  }
  const show = (shown: string): Promise<unknown> =>
    session.request('SetInputSettings', nothing, { inputName, inputSettings: { url: shown }, overlay: true })
  const away = swappedUrl(url)
  await show(away)
  await new Promise<void>((resolve) => void clock.after(SWAP_MS, resolve))
  // The creator may have given it another address meanwhile.
  if ((await settingsOf(session, inputName))['url'] === away) await show(url)
  return true
}

function restored(saved: unknown): RevivalHistory {
  const parsed = savedHistory.safeParse(saved)
  if (!parsed.success) return {}
  return Object.fromEntries(
    Object.entries(parsed.data).map(([key, { refreshedAt, swappedAt }]) => [
      key,
      { refreshedAt, swappedAt, missingSince: null, tries: [] },
    ]),
  )
}
