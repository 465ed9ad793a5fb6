import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import * as z from 'zod'
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
  /** Returns how to stop listening. */
  onReplaced(listener: (kind: TokenKind) => void): () => void
}

export interface TokenOptions {
  /** Readable by its owner only. Made when it is missing. */
  file: string
  /** Those of the environment; null if it gives none. */
  fixed: Readonly<Record<TokenKind, string | null>>
  log: Pick<Logger, 'warn' | 'info'>
  newToken?: () => string
}

const saved = z.object({ read: z.string().regex(TOKEN_PATTERN), control: z.string().regex(TOKEN_PATTERN) })

export function openTokens({ file, fixed, log, newToken = randomToken }: TokenOptions): Tokens {
  let kept = load(file)
  if (kept === null) {
    if (existsSync(file)) log.warn({ file }, 'tokens: the file could not be read; Standby makes new tokens')
    kept = { read: newToken(), control: newToken() }
    saveIfPossible(() => writePrivateFile(file, `${JSON.stringify(kept, null, 2)}\n`), file, log)
  }
  let current = kept
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
      const next = { ...current, [kind]: newToken() }
      writePrivateFile(file, `${JSON.stringify(next, null, 2)}\n`)
      current = next
      log.info({ which: kind }, 'tokens: a token was replaced')
      for (const listener of [...listeners]) listener(kind)
      return 'ok'
    },
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

function load(file: string): z.infer<typeof saved> | null {
  try {
    return saved.parse(JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, '')))
  } catch {
    return null
  }
}
