import { execFile } from 'node:child_process'
import type { Check } from '@standby/shared/checks.ts'
import type { Clock } from '@standby/shared/clock.ts'
import type { ProxyResult } from '../network/proxy.ts'
import type { Proxy } from '../sources/tiktok/upstream.ts'
import { reachHost } from './look-network.ts'
import { SYSTEM_PROXY } from './system-proxy.pure.ts'
import { check, type Reached } from './verdicts.ts'

const SYSTEM_ANSWERS_MS = 3_000

/** The environment's proxy, that of the system, and whether the first answers. */
export interface ProxyFacts {
  used: Pick<Proxy, 'shown' | 'from'> | null
  reached: Reached | null
  /** The variable that names a proxy which cannot be used. */
  unusable: string | null
  system: string | null
}

export async function lookAtProxy(
  { proxy, from }: Pick<ProxyResult, 'proxy' | 'from'>,
  { clock, system }: { clock: Clock; system: () => Promise<string | null> },
): Promise<ProxyFacts> {
  if (proxy !== null) {
    const { protocol, host } = new URL(proxy.url)
    return { used: proxy, reached: await reachHost(`${protocol}//${host}`, clock), unusable: null, system: null }
  }
  return { used: null, reached: null, unusable: from, system: await system() }
}

/** What this computer's own programs use; null if that is none, or cannot be told. Never rejects. */
export function systemProxy(platform: NodeJS.Platform = process.platform): Promise<string | null> {
  const asked = SYSTEM_PROXY[platform]
  if (asked === undefined) return Promise.resolve(null)
  const { command, args, read } = asked
  return new Promise((resolve) => {
    execFile(command, [...args], { timeout: SYSTEM_ANSWERS_MS, windowsHide: true }, (error, answer) =>
      resolve(error === null ? read(answer) : null),
    )
  })
}

/** Nothing if there is no proxy anywhere. `isBlocked`: TikTok is not reached directly. */
export function proxyCheck({ used, reached, unusable, system }: ProxyFacts, isBlocked: boolean): Check[] {
  if (used !== null) {
    const params = { proxy: used.shown, from: used.from }
    if (reached?.ok !== false) return [check('proxy', 'ok', { code: 'proxy-fine', params: { ...params, ms: reached?.ms ?? 0 } })]
    return [check('proxy', 'fail', { code: 'proxy-dead', params: { ...params, code: reached.code } })]
  }
  if (unusable !== null) return [check('proxy', 'warn', { code: 'proxy-unusable', params: { from: unusable } })]
  if (system === null) return []
  if (!isBlocked) return [check('proxy', 'ok', { code: 'proxy-unneeded', params: {} })]
  if (system === 'automatic') return [check('proxy', 'warn', { code: 'proxy-automatic', params: {} })]
  return [check('proxy', 'warn', { code: 'proxy-system', params: { proxy: system } })]
}
