import { isIP } from 'node:net'
import type { Clock } from '@standby/shared/clock.ts'
import { systemDial, type Dial } from './dial.ts'
import { createNames, systemResolve, type Resolve } from './names.ts'
import { search } from './search.ts'
import type { Target } from './targets.ts'
import { verdict, type Evidence, type Verdict } from './verdict.pure.ts'

export interface ProbeOptions {
  targets: readonly Target[]
  clock: Clock
  /** Node's own by default. */
  dial?: Dial
  resolve?: Resolve
  /** The most one probe may take. */
  timeoutMs?: number
}

export interface ProbeResult {
  verdict: Verdict
  evidence: Evidence[]
  tookMs: number
}

export interface Probe {
  /** Knocks at the targets and hangs up, until the verdict is certain. Callers at the same time share one probe. Never rejects. */
  probe(): Promise<ProbeResult>
  /** Null: cancelled. */
  probe(signal: AbortSignal): Promise<ProbeResult | null>
  /** Looks the names up, one after the other. To be called while all is well, as after a connection opened; never rejects. */
  learn(): Promise<void>
}

/** A lost first packet is sent again after a second; beyond that, the next probe will tell. */
const PROBE_TIMEOUT_MS = 1_500

/** Is it this computer's network? The answer comes from name lookups and TCP handshakes; nothing else is sent. */
export function createProbe(options: ProbeOptions): Probe {
  const { clock, targets, dial = systemDial, resolve = systemResolve, timeoutMs = PROBE_TIMEOUT_MS } = options
  const names = createNames(resolve)
  const hosts = [...new Set(targets.map(({ host }) => host).filter((host) => isIP(host) === 0))]
  let turn = 0
  let current: Shared | null = null

  /**
   * While nothing answers one name at a time is looked up, in turn: a line that swallows packets makes lookups hang, and those that hang
   * would still be in the way when it is back. The others wait until some known address has answered.
   */
  function nextInTurn(): string | null {
    return names.outCount() > 0 ? null : (hosts[turn++ % hosts.length] ?? null)
  }

  async function run(cancel: AbortSignal): Promise<ProbeResult> {
    const startedAt = clock.now()
    const evidence = await search({ targets, dial, clock, timeoutMs, names, inTurn: nextInTurn(), cancel })
    return { verdict: verdict(evidence), evidence, tookMs: clock.now() - startedAt }
  }

  function begin(): Shared {
    const cancel = new AbortController()
    const shared = { result: run(cancel.signal).finally(() => leave(shared)), cancel, callerCount: 0 }
    return shared
  }

  function leave(shared: Shared): void {
    if (current === shared) current = null
  }

  async function probe(signal?: AbortSignal): Promise<ProbeResult | null> {
    if (signal?.aborted === true) return null
    const shared = (current ??= begin())
    shared.callerCount++
    const cancelled = Promise.withResolvers<null>()
    const cancel = (): void => cancelled.resolve(null)
    signal?.addEventListener('abort', cancel)
    try {
      return await Promise.race([shared.result, cancelled.promise])
    } finally {
      signal?.removeEventListener('abort', cancel)
      shared.callerCount--
      if (shared.callerCount === 0) {
        leave(shared)
        shared.cancel.abort()
      }
    }
  }

  return {
    // Without a signal nothing can cancel it, so it is never null.
    probe: probe as Probe['probe'],
    async learn() {
      for (const host of hosts) await names.ask(host, NEVER).catch(() => undefined)
    },
  }
}

interface Shared {
  result: Promise<ProbeResult>
  cancel: AbortController
  callerCount: number
}

const NEVER = new AbortController().signal
