import type { Cause } from '@standby/shared/connection/cause.ts'
import type { ConnectionEvent } from '@standby/shared/connection/connection.ts'
import type { Logger } from 'pino'
import type { ProbeResult } from './probe.ts'
import { explain, suspect } from './suspicion.pure.ts'
import { evidenceText } from './verdict.pure.ts'

export interface EvidenceOptions {
  /** Bounded in time; never rejects. Null: there was no telling. */
  probe: () => Promise<Pick<ProbeResult, 'verdict' | 'evidence'> | null>
  /** OBS says that its own output has lost its line. */
  outputIsReconnecting: () => boolean
  send: (event: ConnectionEvent) => void
  log: Logger
}

export interface Evidence {
  /** After a loss: finds out whether the first guess at its cause holds, and corrects it. Resolves when that is done. */
  onLoss(generation: number, cause: Cause): Promise<void>
  /** Answers the machine's question whether the network is there. */
  onProbe(generation: number, cause: Cause): void
}

/** Tells the local network from TikTok by asking the network itself, not by hoping. */
export function createEvidence({ probe, outputIsReconnecting, send, log }: EvidenceOptions): Evidence {
  async function look(generation: number, cause: Cause): Promise<ProbeResult['verdict'] | null> {
    const result = await probe()
    if (result === null) return null
    const { verdict, evidence } = result
    log.debug({ generation, cause: cause.kind, verdict, evidence: evidenceText(evidence) }, 'network: probed')
    const better = explain(cause, { verdict, evidence })
    if (better !== null) send({ type: 'explained', generation, cause: better })
    return verdict
  }

  return {
    async onLoss(generation, cause) {
      if (!suspect(cause)) return
      if (cause.kind !== 'network' && outputIsReconnecting()) {
        const detail = `${cause.detail} (OBS has lost its line too)`
        send({ type: 'explained', generation, cause: { kind: 'network', detail, reason: 'unreachable' } })
      } else await look(generation, cause)
    },
    onProbe(generation, cause) {
      // If only TikTok's side is away the cause is explained again, and this answer comes too late to matter.
      void look(generation, cause).then((verdict) => send({ type: 'probed', generation, reachable: verdict === 'reachable' }))
    },
  }
}
