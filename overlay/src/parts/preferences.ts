/** What this page keeps between visits: which sections are open, its colours, the picture behind the monitor. Never anything of the show. */
export interface Preferences {
  read(name: string): string | null
  write(name: string, value: string): void
}

const PREFIX = 'standby.dock.'

/** Kept in the browser's storage. If that fails (a private window, a full disk), the page works and forgets. */
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
        // Then it is forgotten with the page.
      }
    },
  }
}
