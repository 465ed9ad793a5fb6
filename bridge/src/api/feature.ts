import { Router } from 'express'
import type { Feature, Route } from '../core.ts'
import { installedVersions } from '../doctor/versions.ts'
import { routesOf } from './routes-of.ts'

/**
 * What the API and the feed look like, for programs: `GET /api/openapi.json`, `GET /api/schema/feed.json`. It is made when it is first asked for,
 * and loaded then: no show needs it. `routes`: of all features.
 */
export function createApiDescription(routes: () => readonly Route[]): Feature {
  const router = Router()
  let made: { openApi: string; feed: string } | null = null
  const description = async (): Promise<NonNullable<typeof made>> => {
    const [{ openApi }, { feedSchema }] = await Promise.all([import('./openapi.ts'), import('./feed-schema.ts')])
    made ??= {
      openApi: JSON.stringify(openApi(installedVersions().standby, routesOf(routes())), null, 2),
      feed: JSON.stringify(feedSchema(), null, 2),
    }
    return made
  }
  router.get('/openapi.json', async (_request, response) => void response.type('json').send((await description()).openApi))
  router.get('/schema/feed.json', async (_request, response) => {
    response.type('application/schema+json').send((await description()).feed)
  })
  return { routes: [{ path: '/api', router }] }
}
