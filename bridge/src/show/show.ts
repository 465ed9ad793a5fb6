import { join } from 'node:path'
import type { FeedState } from '@standby/shared/protocol.ts'
import { changedOverlay, countedGoal } from '@standby/shared/settings/overlay-changes.ts'
import type { Core, Feature, Route } from '../core.ts'
import type { Live } from '../live/live.ts'
import { createRateBudget } from '../live/rate-budget.ts'
import { savedAt } from '../store/journal.ts'
import { createCardFiles } from './card-files.ts'
import { cardFileRoutes, cardRoutes } from './card-routes.ts'
import { createCard } from './card.ts'
import { createLookFiles } from './look-files.ts'
import { lookFileRoutes, lookRoutes } from './look-routes.ts'
import { createLook, type Looks } from './look.ts'
import { createModeration } from './moderation.ts'
import type { Pictures } from './pictures.ts'
import { showRoutes } from './routes.ts'
import { createTestEvents, TEST_BUDGET } from './test-events.ts'

/** What the creator chooses about what is shown: the overlay, the card, moderation and test events. */
export interface Show extends Feature {
  routes: readonly Route[]
  /** The settings were imported. */
  refresh(): void
}

export function createShow({ config, clock, log, journal, settings, hub }: Core, live: Live, pictures: Pick<Pictures, 'learn'>): Show {
  const moderation = createModeration({
    saved: { read: () => settings.read().moderation, write: (saved) => settings.write({ ...settings.read(), moderation: saved }) },
    memory: savedAt(journal, 'moderation'),
    onChange: (view) => hub.set('moderation', view),
    log,
  })
  const card = createCard({
    saved: { read: () => settings.read().card, write: (saved) => settings.write({ ...settings.read(), card: saved }) },
    files: createCardFiles(join(config.dataDir, 'card')),
    onChange: (next) => hub.set('card', next),
  })
  const look = createLook({
    saved: {
      read: looks,
      write: ({ theme, ...next }) => settings.write({ ...settings.read(), ...next, overlay: { ...settings.read().overlay, theme } }),
    },
    files: createLookFiles(join(config.dataDir, 'look')),
    onChange: publishLooks,
  })
  // A gift that the look keeps from being shown, or silent, would tell nothing about it.
  const testEvent = createTestEvents(clock, () => Math.max(looks().look.alertFrom, looks().look.soundFrom))
  const testBudget = createRateBudget(TEST_BUDGET, clock)

  const overlay = (): FeedState['overlay'] => settings.read().overlay
  const publishOverlay = (): void => hub.set('overlay', overlay())

  function looks(): Looks {
    const { look, looks, overlay } = settings.read()
    return { look, looks, theme: overlay.theme }
  }

  function publishLooks(): void {
    hub.set('look', settings.read().look)
    hub.set('looks', settings.read().looks)
    publishOverlay()
  }

  function saveOverlay(next: FeedState['overlay']): FeedState['overlay'] {
    settings.write({ ...settings.read(), overlay: next })
    publishOverlay()
    return next
  }

  function refresh(): void {
    publishLooks()
    hub.set('card', card.settings())
    moderation.refresh()
  }

  live.listen({
    onNewShow: () => moderation.roomIs(live.channel().roomId()),
    onDeleted: (deleted) => moderation.deleted(deleted),
    onPictures: (lists) => pictures.learn(lists),
  })

  const router = showRoutes({
    ...moderation,
    overlay,
    changeOverlay: (change) => saveOverlay(changedOverlay(overlay(), change)),
    countGoal(change) {
      const counted = countedGoal(overlay(), change)
      return counted === null ? null : saveOverlay(counted)
    },
    moderation: () => moderation.view(),
    test(asked) {
      const tooOftenUntil = testBudget.spend()
      if (tooOftenUntil !== null) return { tooOftenUntil }
      const event = testEvent(asked)
      hub.announce({ type: 'test', events: [event] })
      return event
    },
  })

  return {
    routes: [
      { path: '/api', router },
      { path: '/api', router: cardRoutes(card) },
      { path: '/card', router: cardFileRoutes(card) },
      { path: '/api', router: lookRoutes(look) },
      { path: '/look', router: lookFileRoutes(look) },
    ],
    refresh,
    start: refresh,
  }
}
