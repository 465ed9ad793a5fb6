import { fork, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { SECRET_HELPER } from '../paths.ts'

/**
 * The operating system's own store for passwords: Credential Manager on Windows, the login keychain on macOS, the Secret Service (GNOME
 * Keyring, KWallet) on a Linux desktop. Every method rejects if there is none, or it is locked, or does not answer.
 */
export interface SecretStore {
  /** Null: nothing is kept under this name. */
  get(name: string): Promise<string | null>
  set(name: string, secret: string): Promise<void>
  delete(name: string): Promise<void>
  /** Ends what is being asked; that rejects. */
  close(): void
}

/** What the helper is asked, over a pipe that belongs to the two processes: never in its arguments or its environment. */
export type SecretQuestion = { name: string } & ({ act: 'get' | 'delete' } | { act: 'set'; secret: string })
export type SecretAnswer = { secret: string | null } | { error: string }

/** A locked store asks the person at the computer, who may have to look for a password. */
const PATIENCE_MS = 60_000

/** Whom a secret is for: OBS, TikTok LIVE Studio, or the sign service. */
export type SecretOwner = 'obs' | 'studio' | 'signKey'
const ENTRIES: Readonly<Record<SecretOwner | 'actions', string>> = {
  obs: 'OBS password',
  studio: 'LIVE Studio secret',
  signKey: 'sign service key',
  // All of them in one entry.
  actions: 'Secrets of actions',
}

/** One entry for each data directory: two Standbys of one account have two. */
export const secretName = (dataDir: string, owner: keyof typeof ENTRIES = 'obs'): string =>
  `${ENTRIES[owner]} ${createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)}`

/**
 * Asks in a process of its own, one for each question: what asks there is native code, which waits for a person if the store is locked
 * and for a desktop that may hang. The show does not wait with it, and would outlive its crash.
 */
export function systemSecretStore({ helper = SECRET_HELPER, patienceMs = PATIENCE_MS } = {}): SecretStore {
  const running = new Set<ChildProcess>()
  let isClosed = false

  function ask(question: SecretQuestion): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const child = fork(helper, [], {
        execArgv: [],
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        timeout: patienceMs,
        killSignal: 'SIGKILL',
        // Known to `spawn`, which this goes to: on Windows a console would flash over the show.
        ...{ windowsHide: true },
      })
      running.add(child)
      child.on('message', (answer: SecretAnswer) => ('error' in answer ? reject(new Error(answer.error)) : resolve(answer.secret)))
      child.on('error', reject)
      child.on('exit', (code, signal) => {
        running.delete(child)
        const how = isClosed
          ? 'Standby ended'
          : signal === 'SIGKILL'
            ? `it did not answer within ${patienceMs / 1_000} s`
            : `it ended with ${code ?? signal}`
        const fail = (): void => reject(new Error(how))
        // An answer may still be on its way when its sender is gone.
        if (child.connected) child.once('disconnect', fail)
        else fail()
      })
      child.send(question, (error) => void (error !== null && reject(error)))
    })
  }
  return {
    get: (name) => ask({ act: 'get', name }),
    set: async (name, secret) => void (await ask({ act: 'set', name, secret })),
    delete: async (name) => void (await ask({ act: 'delete', name })),
    close() {
      isClosed = true
      for (const child of running) child.kill('SIGKILL')
    },
  }
}
