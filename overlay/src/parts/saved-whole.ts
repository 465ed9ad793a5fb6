import type { Command } from './command.svelte.ts'

/**
 * Sends changes of a list that is saved as a whole, one after the other, each made to what the ones before it left: the feed may tell of
 * them later than they are answered. `now`: the list as the bridge last told it. True when the change was accepted.
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
    // Goes on here before the next one's turn.
    if (command.isThrough) ahead = null
    else if (saved) ahead = next
    return saved
  }
}
