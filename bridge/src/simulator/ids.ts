import type { Clock } from '@standby/shared/clock.ts'

/**
 * Ids in TikTok's manner: decimal int64 with the epoch second in the upper 32 bits. The lower bits count up from a
 * random start, so two runs of the simulator against one database do not repeat an id.
 */
export function idSource(clock: Clock, random: () => number): () => string {
  let lower = Math.floor(random() * 0xffff_ffff)
  return () => {
    lower = (lower + 1) % 0x1_0000_0000
    return ((BigInt(Math.floor(clock.now() / 1000)) << 32n) | BigInt(lower)).toString()
  }
}
