/** The same things in another order, which `random` decides. */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const left = [...items]
  const result: Item[] = []
  while (left.length > 0) result.push(...left.splice(Math.floor(random() * left.length), 1))
  return result
}
