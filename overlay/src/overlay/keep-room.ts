const sized = new WeakMap<Element, Map<Element, number>>()

/** The row of these lines is never lower than they are: they cannot shrink, and would stick out of it into what is above or below. */
export function keepRoom(lines: HTMLElement): () => void {
  const row = lines.closest<HTMLElement>('.row')
  if (row === null) return () => undefined
  const heights = sized.get(row) ?? new Map<Element, number>()
  sized.set(row, heights)
  const keep = (): void => row.style.setProperty('--whole-lines', `${Math.max(0, ...heights.values())}px`)
  const sizes = new ResizeObserver(() => {
    heights.set(lines, lines.offsetHeight)
    keep()
  })
  sizes.observe(lines)
  return () => {
    sizes.disconnect()
    heights.delete(lines)
    keep()
  }
}
