import type { TikTokLinkCallbacks } from '@standby/bridge/sources/link.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'
import type { WayProblem } from '@standby/shared/connection/way.ts'
import type { LiveInput } from '@standby/shared/live/event.ts'

/** Notes all that one attempt at a way reports. */
export function wayListener() {
  const seen = {
    /** The room, and whose server it was. */
    opened: [] as string[],
    inputs: [] as LiveInput[],
    problems: [] as WayProblem[],
    undecoded: [] as string[],
    closed: [] as Cause[],
    frames: 0,
  }
  const callbacks: TikTokLinkCallbacks = {
    opened: ({ roomId, server }) => void seen.opened.push(`${roomId} ${server?.party}`),
    frame: () => void (seen.frames += 1),
    inputs: (inputs) => void seen.inputs.push(...inputs),
    undecoded: (name) => void seen.undecoded.push(name),
    closed: (cause) => void seen.closed.push(cause),
  }
  return { seen, callbacks, onProblem: (problem: WayProblem) => void seen.problems.push(problem) }
}
