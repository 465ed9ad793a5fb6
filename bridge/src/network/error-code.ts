/** The system's own word for what went wrong, such as `ECONNREFUSED`; null if the error has none. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

/** Why `fetch` failed, as a code alone: the text of its error can hold the address, which may be a secret. Null if it has none. */
export function fetchCodeOf(error: unknown): string | null {
  const code = error instanceof Error ? codeOf(error.cause) : null
  return code !== null && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : null
}
