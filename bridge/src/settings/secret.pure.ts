import * as z from 'zod'

/** A secret, and the one address that it was given for: a program that answers at another could find it out by trying words. */
export interface Secret {
  text: string
  address: string
}

const storedForm = z.strictObject({ password: z.string(), for: z.string() })

/** What the store holds: the secret, and the address that it was given for. */
export function toSecret({ text, address }: Secret): string {
  return JSON.stringify({ password: text, for: address })
}

/** Null for what an earlier version has put there, which is the secret alone. */
export function fromSecret(stored: string): Secret | null {
  try {
    const { password: text, for: address } = storedForm.parse(JSON.parse(stored))
    return { text, address }
  } catch {
    return null
  }
}
