import { join } from 'node:path'
import type { Check } from '@standby/shared/checks.ts'
import type { Clock } from '@standby/shared/clock.ts'
import type { Target } from '../network/targets.ts'
import { probeTargets } from '../network/targets.ts'
import { createProbe } from '../network/probe.ts'
import { isLoopbackHost } from '@standby/shared/loopback.ts'
import type { Upstream } from '../sources/tiktok/upstream.ts'
import { lookAtData, lookAtDatabase, lookAtSettings } from './look-data.ts'
import { lookUpName, reachHost } from './look-network.ts'
import { proxyCheck, type ProxyFacts } from './look-proxy.ts'
import * as verdicts from './verdicts.ts'
import { lookAtWays, type LiveWays, type WaysToLookAt } from './look-ways.ts'
import { liveWays } from './live-ways.ts'
import * as wayVerdicts from './way-verdicts.ts'
import type { DatabaseFacts, ObsFacts, PortFacts, TikFinityFacts } from './verdicts.ts'

export interface Examined {
  dataDir: string
  upstream: Pick<Upstream, 'webUrl' | 'webcastUrl' | 'signUrl' | 'proxy'>
  probeHosts: readonly Target[]
  clock: Clock
  /** The newest database format that this version knows. */
  latestFormat: number
  versions: { standby: string; node: string; connector: string; system: string }
  /** The latest time that something here is known to have happened. */
  notBefore: number
  arePagesBuilt: () => boolean
  port: number
  lookAtPort: () => Promise<PortFacts>
  lookAtProxy: () => Promise<ProxyFacts>
  /** What a running Standby knows of its own database; else it is looked at. */
  openDatabase: (() => DatabaseFacts) | null
  /** `settings`: the settings file's content, or null. */
  lookAtTikFinity: (settings: unknown) => Promise<TikFinityFacts>
  /** The same. */
  waysToLookAt: (settings: unknown) => WaysToLookAt
  /** What the Standby that runs knows of its ways; left out: the one at our port is asked, if there is one. */
  live?: LiveWays
  /** The same. */
  lookAtObs: (settings: unknown) => Promise<ObsFacts>
}

/** Looks at everything, and changes nothing. In the order of `CHECK_IDS`; ends within some seconds, whatever hangs. */
export async function examine(asked: Examined): Promise<Check[]> {
  const { clock, upstream, dataDir } = asked
  const settings = lookAtSettings(dataDir)
  const urls = [upstream.webUrl, upstream.webcastUrl, upstream.signUrl] as const
  const isAllHere = urls.every((url) => isLoopbackHost(new URL(url).hostname))
  const probe = createProbe({ targets: probeTargets(upstream, asked.probeHosts), clock })

  // A proxy looks names up itself.
  const isProxied = upstream.proxy !== undefined && !isAllHere
  const [line, proxy, name, port, tikfinity, obs, web, webcast, sign] = await Promise.all([
    probe.probe(),
    asked.lookAtProxy(),
    isProxied ? Promise.resolve(null) : lookUpName(upstream.webUrl, clock),
    asked.lookAtPort(),
    asked.lookAtTikFinity(settings.document),
    asked.lookAtObs(settings.document),
    ...urls.map((url) => reachHost(url, clock, { proxy: upstream.proxy })),
  ] as const)
  const hosts = [web, webcast, sign].filter((one) => one !== undefined)
  const codes = hosts.flatMap((reached) => (reached.ok ? [] : [reached.code]))

  const isLineGone = line.verdict === 'network' && !isAllHere
  const live = asked.live ?? (port.state === 'standby' ? await liveWays(port.url) : null)
  const ways = await lookAtWays(asked.waysToLookAt(settings.document), { live, signed: hosts, isLineGone })
  const outside = (['tiktok', 'webcast', 'sign'] as const).flatMap((id, index) => {
    const reached = hosts[index]
    if (reached === undefined) return []
    return [isLineGone ? verdicts.unasked(id, reached.host) : verdicts.host(id, reached)]
  })

  return [
    verdicts.check('versions', 'ok', { code: 'versions', params: asked.versions }),
    verdicts.data(lookAtData(dataDir)),
    verdicts.database(asked.openDatabase?.() ?? lookAtDatabase(join(dataDir, 'standby.db'), asked.latestFormat)),
    verdicts.settings(settings),
    verdicts.port(port, asked.port),
    verdicts.tikfinity(tikfinity),
    verdicts.network(line.verdict, isAllHere, isProxied),
    ...proxyCheck(proxy, isLineGone || web?.ok === false),
    ...(name === null ? [] : [isLineGone ? verdicts.unasked('names', name.host) : verdicts.name(name)]),
    ...outside,
    ...wayVerdicts.ways(ways),
    verdicts.clock({ now: clock.now(), notBefore: asked.notBefore, certificateCodes: codes }),
    verdicts.obs(obs),
    verdicts.scene(obs),
    verdicts.pages(asked.arePagesBuilt()),
  ]
}
