import { join } from 'node:path'
import { LOOPBACK_ADDRESS } from '@standby/shared/loopback.ts'
import type { TokensView } from '@standby/shared/setup.ts'
import { EVERY_ADDRESS, type Config } from '../config.ts'
import type { Core, Feature, Route } from '../core.ts'
import { examine } from '../doctor/examine.ts'
import { examinedOf, privateParts } from '../doctor/inputs.ts'
import { withoutPrivateParts } from '../doctor/report.ts'
import { doctorRoutes } from '../doctor/routes.ts'
import type { DatabaseFacts } from '../doctor/verdicts.ts'
import type { Live } from '../live/live.ts'
import { openObs } from '../obs/link/adapter.ts'
import type { RemoteAccess } from '../server/access.ts'
import { ownAddresses, ownNames } from '../server/own-names.ts'
import { TOKEN_KINDS } from '../server/token-kinds.ts'
import { createTokenLockout } from '../server/token-lockout.ts'
import { openTokens, type Tokens } from '../server/tokens.ts'
import { SCHEMA_VERSION } from '../store/schema.ts'
import type { TikFinity } from '../tikfinity/feature.ts'
import { setupRoutes } from './routes.ts'

/** What a first run needs, and what helps if something is wrong: name check, rehearsal, doctor, and tokens for other computers. */
export interface Setup extends Feature {
  routes: readonly Route[]
  /** Where a page on this computer finds the bridge. */
  url(): string
  /** Where other computers find it, `http://192.168.1.5:4747`. */
  origins(): string[]
  /** How other computers get in; null: not at all. */
  remoteAccess: (RemoteAccess & { tokens: Tokens }) | null
  /** What happened to the tokens' file at the start, as a sentence; null if it was read, or is new. */
  tokensProblem(): string | null
}

export function createSetup(core: Core, live: Live, tikfinity: Pick<TikFinity, 'view'>): Setup {
  const { config, clock, log, port } = core
  const tokens =
    config.tokens === null ? null : openTokens({ file: join(config.dataDir, 'tokens.json'), fixed: config.tokens, log, now: clock.now })
  const origins = (): string[] => originsOf(config, port())

  function tokensView(): TokensView {
    if (tokens === null) return { on: false }
    const view = (kind: (typeof TOKEN_KINDS)[number]) => ({ token: tokens.current(kind), fixed: tokens.isFixed(kind) })
    return { on: true, read: view('read'), control: view('control'), origins: origins() }
  }

  const steps = setupRoutes({
    checkName: (username) => live.names.check(username),
    rehearsal: () => live.rehearsal.view(),
    async rehearse(on) {
      if (on) return live.rehearsal.start()
      await live.rehearsal.end()
      return 'ok'
    },
    tokens: tokensView,
    replaceToken: (which) => tokens?.replace(which) ?? 'off',
  })
  const doctor = doctorRoutes({ now: clock.now, examine: () => examineHere(core, { tokens, tikfinity, live }) })

  return {
    routes: [steps, doctor].map((router) => ({ path: '/api', router })),
    url: () => urlOf(config, port()),
    origins,
    tokensProblem: () => tokens?.problem() ?? null,
    remoteAccess: tokens === null ? null : { tokens, wrong: createTokenLockout(clock), ownNames },
  }
}

/** The doctor's look at the bridge that runs. */
async function examineHere(
  core: Core,
  { tokens, tikfinity, live }: { tokens: Tokens | null; tikfinity: Pick<TikFinity, 'view'>; live: Live },
) {
  const { config, clock, log, journal, settings, port } = core
  const storedPassword = settings.read().obs.password
  const checks = await examine({
    ...examinedOf(config, { clock, log, openObs, latestFormat: SCHEMA_VERSION, storedPassword }),
    port: port(),
    lookAtPort: () => Promise.resolve({ state: 'serving', url: `http://${LOOPBACK_ADDRESS}:${port()}` }),
    lookAtTikFinity() {
      const { clients, ...facts } = tikfinity.view()
      return Promise.resolve({ ...facts, clients: clients.length })
    },
    live: live.channel().status(),
    openDatabase: () => databaseFacts(journal.problem()),
  })
  const secrets = [storedPassword?.text ?? null, ...live.keys.secrets(), ...TOKEN_KINDS.map((kind) => tokens?.current(kind) ?? null)]
  return withoutPrivateParts(checks, privateParts(config, secrets))
}

function databaseFacts(problem: string | null): DatabaseFacts {
  return problem === null ? { state: 'in-use' } : { state: 'in-memory', reason: problem }
}

function originsOf({ host }: Pick<Config, 'host'>, port: number): string[] {
  if (!EVERY_ADDRESS.includes(host)) return []
  const reached = ownAddresses().filter((address) => host === '::' || !address.startsWith('['))
  return reached.map((address) => `http://${address}:${port}`)
}

function urlOf({ host }: Pick<Config, 'host'>, port: number): string {
  const name = EVERY_ADDRESS.includes(host) ? LOOPBACK_ADDRESS : host === '::1' ? '[::1]' : host
  return `http://${name}:${port}`
}
