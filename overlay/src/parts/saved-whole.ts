import type { Command } from './command.svelte.ts'

/**
 * Sends changes of a list that is saved as a whole, one after the other. Each is applied to the result of the ones before it, because the
 * feed may come later than the answers. `now`: the list in the last state from the bridge. True if the change was accepted.
 */
export function savedWhole<Item>(command: Command, now: () => readonly Item[]) {
  let ahead: readonly Item[] | null = null
  return async (
    path: string,
    change: (list: readonly Item[]) => readonly Item[],
    body: (next: readonly Item[]) => Record<string, unknown>,
  ): Promise<boolean> => {
    let next: readonly Item[] = []
    const saved = await command.inTurn(path, () => {
      next = change(ahead ?? now())
      return body(next)
    })
    // This runs before the next change has its turn.
    if (command.isThrough) ahead = null
    else if (saved) ahead = next
    return saved
  }
}
