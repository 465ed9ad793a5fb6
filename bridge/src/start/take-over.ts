import { isNewer } from '../computer/new-version.ts'
import { quitRunning } from './quit-running.ts'

const ANSWER_MS = 5_000

/**
 * If the Standby at `url` is older than `current` and uses this data folder, it is asked to quit. True: it is gone, and its port and data are
 * free. A person who starts a newer version wants that one.
 */
export async function tookOver(url: string, current: string, { port, dataDir }: { port: number; dataDir: string }): Promise<boolean> {
  const running = await versionAt(url)
  return running !== null && isNewer(current, running) && (await quitRunning(port, dataDir)) === 'quit'
}

async function versionAt(url: string): Promise<string | null> {
  try {
    const response = await fetch(`${url}/api/computer`, { signal: AbortSignal.timeout(ANSWER_MS), redirect: 'error' })
    const view: unknown = await response.json()
    const version = typeof view === 'object' && view !== null && 'version' in view ? view.version : null
    return typeof version === 'string' ? version : null
  } catch {
    return null
  }
}
