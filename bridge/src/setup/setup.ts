import { join } from 'node:path'
import type { Clock } from '@standby/shared/clock.ts'
import type { TokensView } from '@standby/shared/setup.ts'
import { Router } from 'express'
import type { Logger } from 'pino'
import { EVERY_ADDRESS, type Config } from '../config.ts'
import { examine } from '../doctor/examine.ts'
import { examinedOf, privateParts } from '../doctor/inputs.ts'
import { withoutPrivateParts } from '../doctor/report.ts'
import type { DatabaseFacts } from '../doctor/verdicts.ts'
import type { ActiveChannel } from '../live/active-channel.ts'
import { createNameChecks } from '../live/name-check.ts'
import { openObs } from '../obs/link/adapter.ts'
import { createRehearsal, type Rehearsal } from '../live/rehearsal.ts'
import type { RemoteAccess } from '../server/access.ts'
import type { LiveActions } from '../live/routes.ts'
import { doctorRoutes } from '../doctor/routes.ts'
import { ownAddresses, ownNames } from '../server/own-names.ts'
import { setupRoutes } from './routes.ts'
import { openTokens, type Tokens } from '../server/tokens.ts'
import { createTokenLockout } from '../server/token-lockout.ts'
import { SCHEMA_VERSION } from '../store/schema.ts'
import type { SettingsFile } from '../settings/file.ts'
import { askRoom } from '../sources/tiktok/attempt.ts'
import { TOKEN_KINDS } from '../server/token-kinds.ts'

export interface SetupOptions {
  config: Config
  clock: Clock
  log: Logger
  settings: SettingsFile
  host: Pick<ActiveChannel, 'channel' | 'demo' | 'restart'>
  /** The port that it really got. */
  port: () => number
  /** One of the actions by hand: null, or when one may be spent next. */
  spend: () => number | null
  /** Why events are not being saved, or null. */
  storageProblem: () => string | null
}

/** All that a first run needs, and what helps when something is wrong: name check, rehearsal, doctor, and tokens for other computers. */
export interface Setup {
  routes: Router
  rehearsal: Rehearsal
  /** The creator of the settings, also while a rehearsal is on; null where no name is set. */
  creator(): string | null
  /** Whom to connect to now; null: the demo. */
  username(): string | null
  /** Null: the demo. Left out: starts again. */
  connect: LiveActions['connect']
  /** Where a page on this computer finds it. */
  url(): string
  /** Where other computers find this one, `http://192.168.1.5:4747`. */
  origins(): string[]
  beyond: (RemoteAccess & { tokens: Tokens }) | null
}

export function createSetup(options: SetupOptions): Setup {
  const { config, clock, log, settings, host, port } = options
  const { upstream } = config
  const tokens = config.tokens === null ? null : openTokens({ file: join(config.dataDir, 'tokens.json'), fixed: config.tokens, log })
  const names = createNameChecks({ clock, ask: (username) => askRoom({ username, upstream, clock, log }), spend: options.spend })
  const rehearsal = createRehearsal({
    clock,
    hasName: () => configuredName() !== null,
    isOnAir: () => host.demo() === null && host.channel().status().health !== 'offline',
    restart: () => host.restart(),
  })
  const configuredName = (): string | null => config.tiktokUsername ?? settings.read().tiktokUsername

  async function connect(wanted: string | null | undefined): ReturnType<LiveActions['connect']> {
    const isNew = wanted !== undefined && wanted !== configuredName()
    if (isNew && config.tiktokUsername !== null) return 'fixed'
    const tooOftenUntil = typeof wanted === 'string' && names.paysFor(wanted) ? null : options.spend()
    if (tooOftenUntil !== null) return { tooOftenUntil }
    if (isNew) settings.write({ ...settings.read(), tiktokUsername: wanted })
    const wasRehearsal = wanted !== undefined && rehearsal.forget()
    if (isNew || wasRehearsal) await host.restart()
    else host.channel().connect(false)
    return 'ok'
  }

  const origins = (): string[] => {
    if (!EVERY_ADDRESS.includes(config.host)) return []
    const reached = ownAddresses().filter((address) => config.host === '::' || !address.startsWith('['))
    return reached.map((address) => `http://${address}:${port()}`)
  }

  function tokensView(): TokensView {
    if (tokens === null) return { on: false }
    const view = (kind: (typeof TOKEN_KINDS)[number]) => ({ token: tokens.current(kind), fixed: tokens.isFixed(kind) })
    return { on: true, read: view('read'), control: view('control'), origins: origins() }
  }

  function databaseFacts(): DatabaseFacts {
    const reason = options.storageProblem()
    return reason === null ? { state: 'in-use' } : { state: 'in-memory', reason }
  }

  const steps = setupRoutes({
    checkName: (username) => names.check(username),
    rehearsal: () => rehearsal.view(),
    async rehearse(on) {
      if (on) return rehearsal.start()
      await rehearsal.end()
      return 'ok'
    },
    tokens: tokensView,
    replaceToken: (which) => tokens?.replace(which) ?? 'off',
  })
  const doctor = doctorRoutes({
    now: clock.now,
    async examine() {
      const storedPassword = settings.read().obs.password
      const checks = await examine({
        ...examinedOf(config, { clock, log, openObs, latestFormat: SCHEMA_VERSION, storedPassword }),
        port: port(),
        lookAtPort: () => Promise.resolve({ state: 'serving', url: `http://127.0.0.1:${port()}` }),
        openDatabase: databaseFacts,
      })
      return withoutPrivateParts(
        checks,
        privateParts(config, [storedPassword?.text ?? null, ...TOKEN_KINDS.map((kind) => tokens?.current(kind) ?? null)]),
      )
    },
  })

  return {
    routes: Router().use(steps, doctor),
    rehearsal,
    creator: configuredName,
    username: () => (rehearsal.view().on ? null : configuredName()),
    connect,
    url: () => `http://${EVERY_ADDRESS.includes(config.host) ? '127.0.0.1' : config.host === '::1' ? '[::1]' : config.host}:${port()}`,
    origins,
    beyond: tokens === null ? null : { tokens, wrong: createTokenLockout(clock), ownNames },
  }
}
