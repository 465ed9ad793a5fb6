const MOST_LINES = 6

/**
 * Cuts long messages to fewer lines where the three newest, which come first in the list, have no room otherwise. A row without room wraps
 * to a column beside the list.
 */
export function fitRows(list: HTMLElement): void {
  for (let lines = MOST_LINES; lines > 0; lines -= 1) {
    list.style.setProperty('--lines', String(lines))
    const [first, second, third] = list.children as Iterable<HTMLElement>
    const last = third ?? second
    if (last === undefined || last.offsetLeft === first?.offsetLeft) return
  }
}
