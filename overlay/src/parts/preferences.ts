/** What this page keeps for itself between visits: what is open, how it looks. Never anything of the show. */
export interface Preferences {
  read(name: string): string | null
  write(name: string, value: string): void
}

const PREFIX = 'standby.dock.'

/** Kept by the browser. Where it keeps nothing (a private window, a full disk) the page forgets, and works. */
export function browserPreferences(storage: () => Storage): Preferences {
  return {
    read(name) {
      try {
        return storage().getItem(PREFIX + name)
      } catch {
        return null
      }
    },
    write(name, value) {
      try {
        storage().setItem(PREFIX + name, value)
      } catch {
        // Forgotten with the page.
      }
    },
  }
}
