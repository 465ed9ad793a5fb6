import { waitFor } from '../wait.ts'

/** A Standby on a port of this computer, whoever started it. */
export interface Installed {
  origin: string
  /** What it is told so that it reaches nothing but what a test gives it. */
  surroundings: Record<string, string>
  isUp(): Promise<boolean>
  up(): Promise<unknown>
  down(): Promise<unknown>
  get<Answer>(path: string): Promise<Answer>
  post(path: string, body: unknown): Promise<Response>
  health(): Promise<string>
}

export function installedOn(port: number): Installed {
  const origin = `http://127.0.0.1:${port}`
  const isUp = (): Promise<boolean> =>
    fetch(`${origin}/healthz`).then(
      () => true,
      () => false,
    )
  const get = async <Answer>(path: string): Promise<Answer> => (await fetch(origin + path)).json() as Promise<Answer>
  return {
    origin,
    surroundings: {
      STANDBY_PORT: String(port),
      OBS_WEBSOCKET_URL: 'ws://127.0.0.1:1',
      STANDBY_TIKFINITY_PORT: '',
      TIKFINITY_URL: 'ws://127.0.0.1:1',
      STANDBY_PROBE_HOSTS: '',
    },
    isUp,
    up: () => waitFor(isUp, { what: 'Standby to answer', timeoutMs: 90_000 }),
    down: () => waitFor(async () => !(await isUp()), { what: 'Standby to end', timeoutMs: 30_000 }),
    get,
    post: (path, body) =>
      fetch(origin + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    health: async () => (await get<{ health: string }>('/healthz')).health,
  }
}
