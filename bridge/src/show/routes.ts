import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { Moderation } from '@standby/shared/settings/moderation.ts'
import type { OverlaySettings } from '@standby/shared/settings/overlay-settings.ts'
import { Router } from 'express'
import { hideChange, wordsChange, type HideChange } from '@standby/shared/settings/moderation-settings.ts'
import { goalChange, overlayChange, type GoalChange, type OverlayChange } from '@standby/shared/settings/overlay-changes.ts'
import { testEventBody, type TestEvent } from './test-events.ts'
import { parsed, refused } from '../server/answer.ts'

/** What of the show can be set and tried. */
export interface ShowActions {
  overlay(): OverlaySettings
  changeOverlay(change: OverlayChange): OverlaySettings
  /** Null if there is no custom goal at that place. */
  countGoal(change: GoalChange): OverlaySettings | null
  moderation(): Moderation
  /** False if the list of users is full. */
  hide(what: HideChange): boolean
  show(what: HideChange): void
  setWords(words: string[]): void
  test(asked: TestEvent): LiveEvent | { tooOftenUntil: number }
}

/** The routes under `/api` about what the overlay shows. */
export function showRoutes(actions: ShowActions): Router {
  const router = Router()

  router.get('/overlay/settings', (_request, response) => void response.json(actions.overlay()))

  router.post('/overlay/settings', (request, response) => {
    response.json(actions.changeOverlay(parsed(overlayChange, request.body)))
  })

  router.post('/overlay/goal', (request, response) => {
    const settings = actions.countGoal(parsed(goalChange, request.body))
    if (settings === null) throw refused(409, 'no-custom-goal', { field: 'index' })
    response.json(settings)
  })

  router.get('/moderation', (_request, response) => void response.json(actions.moderation()))

  router.post('/moderation/hide', (request, response) => {
    if (!actions.hide(parsed(hideChange, request.body))) {
      throw refused(409, 'full', { field: 'userId' })
    }
    response.json(actions.moderation())
  })

  router.post('/moderation/show', (request, response) => {
    actions.show(parsed(hideChange, request.body))
    response.json(actions.moderation())
  })

  router.post('/moderation/words', (request, response) => {
    actions.setWords(parsed(wordsChange, request.body).words)
    response.json(actions.moderation())
  })

  router.post('/test/event', (request, response) => {
    const result = actions.test(parsed(testEventBody, request.body))
    if ('tooOftenUntil' in result) {
      throw refused(429, 'too-often', {
        retryAt: result.tooOftenUntil,
        detail: 'Send at most 5 test events in a second and 60 in a minute.',
      })
    }
    response.json({ event: result })
  })

  return router
}
