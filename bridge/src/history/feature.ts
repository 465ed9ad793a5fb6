import type { Core, Feature } from '../core.ts'
import type { Live } from '../live/live.ts'
import { createTurns } from '../turns.ts'
import { createHistory } from './history.ts'
import { historyRoutes } from './routes.ts'
import { createSampler } from './sampler.ts'

/** Past LIVEs: writes down the one that is on, shows earlier ones, and deletes what is too old. */
export function createHistoryFeature({ clock, defer, log, journal, settings, hub }: Core, live: Live): Feature {
  const { archive } = journal
  const channel = live.channelName
  const sampler = createSampler({ archive, channel, state: hub.state, clock })
  const history = createHistory({
    archive,
    channel,
    creator: live.creator,
    roomId: () => hub.state().tiktok.roomId,
    gaps: () => hub.state().gaps,
    retention: {
      read: () => settings.read().history,
      write: (retention) => settings.write({ ...settings.read(), history: retention }),
    },
    turns: createTurns(defer),
    clock,
    log,
  })
  live.listen({ onNewShow: () => sampler.onNewShow() })
  return {
    routes: [{ path: '/api', router: historyRoutes(history) }],
    start() {
      sampler.start()
      history.start()
    },
    async stop() {
      sampler.dispose()
      history.dispose()
      // A deletion that runs must end before the database is closed.
      await history.idle()
    },
  }
}
