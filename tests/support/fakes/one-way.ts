import { systemClock } from '@standby/bridge/clock.ts'
import type { TikTokLink, TikTokLinkCallbacks } from '@standby/bridge/sources/link.ts'
import { createWays, type Ways } from '@standby/bridge/sources/ways.ts'

/** A LIVE with one way into it, which is opened like this. */
export function oneWay(open: (callbacks: TikTokLinkCallbacks) => TikTokLink): Ways {
  return createWays({
    sources: [{ way: 'connector', urls: [], hasKey: null, open: (_, callbacks) => open(callbacks) }],
    order: () => ['connector'],
    isOwnPort: () => false,
    clock: systemClock,
  })
}
