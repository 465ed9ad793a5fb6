const BLOCK = 512
const textAt = (block: Uint8Array, from: number, length: number): string => {
  const text = Buffer.from(block.subarray(from, from + length)).toString('latin1')
  const end = text.indexOf('\0')
  return end === -1 ? text : text.slice(0, end)
}

/** The plain files of an uncompressed tar archive (ustar) by their path; folders, links and what else it may hold are left out. */
export function filesInTar(tar: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  for (let at = 0; at + BLOCK <= tar.length;) {
    const head = tar.subarray(at, at + BLOCK)
    const name = textAt(head, 0, 100)
    if (name === '') break
    const size = Number.parseInt(textAt(head, 124, 12), 8)
    const kind = textAt(head, 156, 1)
    if (kind === '0' || kind === '') files.set(name.replace(/^\.\//, ''), tar.subarray(at + BLOCK, at + BLOCK + size))
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  return files
}
