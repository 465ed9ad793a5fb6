/** Never read as words: drawn, or spoken by a screen reader only. */
const UNSEEN = 'script, style, svg, option, [hidden], .hidden-text'

/** The words that can be seen in this part of a page, as they follow each other. What is folded up in `details` is left out. */
export function seenWords(root: Element): string[] {
  const words: string[] = []
  const visit = (node: Node): void => {
    if (node.nodeType === Node.TEXT_NODE) words.push(...(node.textContent ?? '').split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)))
    if (!(node instanceof Element)) return
    if (node.matches(UNSEEN)) return
    const isFolded = node.matches('details:not([open])')
    for (const child of node.childNodes) if (!isFolded || (child instanceof Element && child.matches('summary'))) visit(child)
  }
  visit(root)
  return words
}
