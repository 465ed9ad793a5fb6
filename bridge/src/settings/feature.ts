import type { Core, Feature } from '../core.ts'
import type { Live } from '../live/live.ts'
import type { Obs } from '../obs/obs.ts'
import type { Show } from '../show/show.ts'
import type { TikFinity } from '../tikfinity/feature.ts'
import { settingsRoutes } from './routes.ts'
import { createSettingsTransfer } from './transfer.ts'

/** The features that take settings over. */
interface Taken {
  show: Pick<Show, 'refresh'>
  obs: Pick<Obs, 'configure'>
  live: Pick<Live, 'channel' | 'spendByHand' | 'restart'>
  tikfinity: Pick<TikFinity, 'configure'>
}

/** The settings as a file. An import is taken over at once, by every feature. */
export function createTransfer({ config, settings }: Core, { show, obs, live, tikfinity }: Taken): Feature {
  const transfer = createSettingsTransfer({
    settings,
    fixed: config,
    spendReconnect: live.spendByHand,
    async onImported({ usernameChanged }) {
      show.refresh()
      obs.configure()
      tikfinity.configure()
      live.channel().waysChanged('order')
      if (usernameChanged) await live.restart()
    },
  })
  return { routes: [{ path: '/api', router: settingsRoutes(transfer) }] }
}
