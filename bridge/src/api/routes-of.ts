import type { Route } from '../core.ts'

/** Below these paths everything is the API. What is served at `/` are pages and their files, but for what the description names. */
const API_PATHS = ['/api', '/avatar', '/card']

/** The routes that features have brought, as the description writes them: `POST /api/card/file/{slot}`. */
export function routesOf(routes: readonly Route[]): string[] {
  return routes
    .filter(({ path }) => API_PATHS.includes(path))
    .flatMap(({ path, router }) =>
      router.stack.flatMap(({ route }) => {
        if (route === undefined || typeof route.path !== 'string') return []
        const whole = `${path}${route.path === '/' ? '' : route.path}`.replace(/:(\w+)/g, '{$1}')
        return route.stack.map(({ method }) => `${method.toUpperCase()} ${whole}`)
      }),
    )
}
