import * as z from 'zod'
import type { KeyValues } from '../store/key-values.ts'

/** The names that TikTok has known once, or that the creator says are right. If TikTok then says that there is no such account, it may be mistaken. */
export interface KnownNames {
  has(username: string): boolean
  add(username: string): void
}

const KEY = 'known-names'
/** As many as a computer has channels, and some more. */
const KEPT = 1_200

const saved = z.array(z.string())

export function openKnownNames(keyValues: KeyValues): KnownNames {
  const result = saved.safeParse(keyValues.read(KEY))
  let names: readonly string[] = result.success ? result.data : []
  return {
    has: (username) => names.includes(username),
    add(username) {
      if (names.includes(username)) return
      names = [...names.slice(1 - KEPT), username]
      keyValues.write(KEY, names)
    },
  }
}
