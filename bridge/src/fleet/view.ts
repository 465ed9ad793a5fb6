import type { Health } from '@standby/shared/protocol.ts'
import type { WorkerBeat } from './ports.ts'
import type { Takeover } from './worker.ts'

/** `GET /api/fleet`. Times are ms since the epoch, on this worker's clock. */
export interface FleetView {
  /** The worker that answers. */
  worker: string
  workers: WorkerBeat[]
  channels: {
    username: string
    /** Null: nobody has it now. */
    owner: string | null
    epoch: number
    /** Null: it runs on another worker, whose page has it. */
    health: Health | null
  }[]
  /** Of the last hour, as this worker saw them, oldest first. */
  takeovers: readonly Takeover[]
  now: number
}
