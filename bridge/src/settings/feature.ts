import type { Core, Feature } from '../core.ts'
import type { Live } from '../live/live.ts'
import type { Obs } from '../obs/obs.ts'
import type { Show } from '../show/show.ts'
import { settingsRoutes } from './routes.ts'
import { createSettingsTransfer } from './transfer.ts'

/** The settings as a file. An import is taken over at once, by every feature. */
export function createTransfer({ config, settings }: Core, show: Show, obs: Obs, live: Live): Feature {
  const transfer = createSettingsTransfer({
    settings,
    fixed: config,
    spendReconnect: live.spendByHand,
    async onImported({ usernameChanged }) {
      show.refresh()
      obs.configure()
      live.channel().waysChanged()
      if (usernameChanged) await live.restart()
    },
  })
  return { routes: [{ path: '/api', router: settingsRoutes(transfer) }] }
}
