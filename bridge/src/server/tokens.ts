import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Logger } from 'pino'
import * as z from 'zod'
import { readOwnText, setAside } from '../store/own-text.ts'
import { writePrivateFile } from '../store/private-file.ts'
import { TOKEN_KINDS, TOKEN_PATTERN, type TokenKind } from './token-kinds.ts'

export interface Tokens {
  /** Which of the two it is, or null. Takes as long for a token that is nearly right as for any other. */
  kindOf(token: string): TokenKind | null
  current(kind: TokenKind): string
  /** The environment fixes it, so it is changed there. */
  isFixed(kind: TokenKind): boolean
  /** From now on only the new one is right, and clients that came with the old one get a notice. Throws when the disk refuses; then nothing changes. */
  replace(kind: TokenKind): 'ok' | 'fixed'
  /** What happened to the file at the start, as a sentence; null if it was read, or is new. */
  problem(): string | null
  /** Returns how to stop listening. */
  onReplaced(listener: (kind: TokenKind) => void): () => void
}

export interface TokenOptions {
  now: () => number
  /** Readable by its owner only. Made when it is missing. */
  file: string
  /** Those of the environment; null if it gives none. */
  fixed: Readonly<Record<TokenKind, string | null>>
  log: Pick<Logger, 'warn' | 'info'>
  newToken?: () => string
}

const saved = z.object({ read: z.string().regex(TOKEN_PATTERN), control: z.string().regex(TOKEN_PATTERN) })

export function openTokens({ file, fixed, log, now, newToken = randomToken }: TokenOptions): Tokens {
  const { kept, problem, blocked } = load(file, now())
  if (problem !== null) log.warn({ file, problem }, 'tokens: the file could not be read; Standby makes new tokens')
  let current = kept ?? { read: newToken(), control: newToken() }
  if (kept === null && blocked === null) saveIfPossible(() => writePrivateFile(file, `${JSON.stringify(current, null, 2)}\n`), file, log)
  const listeners = new Set<(kind: TokenKind) => void>()

  const tokenOf = (kind: TokenKind): string => fixed[kind] ?? current[kind]

  return {
    kindOf(token) {
      const given = digest(token)
      // Both are compared, whichever it is: the answer's time tells nothing.
      const [read, control] = TOKEN_KINDS.map((kind) => timingSafeEqual(given, digest(tokenOf(kind))))
      return control === true ? 'control' : read === true ? 'read' : null
    },
    current: tokenOf,
    isFixed: (kind) => fixed[kind] !== null,
    replace(kind) {
      if (fixed[kind] !== null) return 'fixed'
      // It is there and was not read: to write it now would be to lose it.
      if (blocked !== null) throw blocked
      const next = { ...current, [kind]: newToken() }
      writePrivateFile(file, `${JSON.stringify(next, null, 2)}\n`)
      current = next
      log.info({ which: kind }, 'tokens: a token was replaced')
      for (const listener of [...listeners]) listener(kind)
      return 'ok'
    },
    problem: () => problem,
    onReplaced(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** Tokens that are not kept serve until Standby stops. */
function saveIfPossible(save: () => void, file: string, log: TokenOptions['log']): void {
  try {
    save()
  } catch (error) {
    log.warn({ err: error, file }, 'tokens: they could not be saved and are new at the next start')
  }
}

function randomToken(): string {
  return randomBytes(24).toString('base64url')
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

interface Loaded {
  kept: z.infer<typeof saved> | null
  problem: string | null
  /** Why the file may not be written. */
  blocked: Error | null
}

const NEW_ONES = 'Pages on other computers need their new addresses, which the home page shows.'

function load(file: string, now: number): Loaded {
  const found = readOwnText(file)
  if (found.state === 'missing') return { kept: null, problem: null, blocked: null }
  if (found.state === 'blocked') {
    const problem = `The tokens in ${file} cannot be read now (${found.reason.message}), so new ones serve until Standby stops. ${NEW_ONES}`
    return { kept: null, problem, blocked: found.reason }
  }
  try {
    return { kept: saved.parse(JSON.parse(found.text)), problem: null, blocked: null }
  } catch {
    const moved = setAside(file, now)
    if ('blocked' in moved) {
      const problem = `The tokens in ${file} make no sense, and the file cannot be moved away, so new ones serve until Standby stops. ${NEW_ONES}`
      return { kept: null, problem, blocked: moved.blocked }
    }
    return {
      kept: null,
      problem: `The tokens file could not be understood, so there are new tokens. It is kept as ${moved.aside}. ${NEW_ONES}`,
      blocked: null,
    }
  }
}
