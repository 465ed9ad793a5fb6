/** Names that Windows keeps for devices, with any ending, also behind spaces. The small ¹ ² ³ count as digits there. */
const DEVICES = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]) *(\.|$)/i
/**
 * Begins with a letter or digit: no hidden folder, none above. No colon (a stream on Windows), no slash, no trailing dot. Letters have their
 * marks, without which nothing can be written in Hindi or Thai.
 */
const NAME = /^[\p{L}\p{N}]([\p{L}\p{M}\p{N} _.-]{0,58}[\p{L}\p{M}\p{N}_-])?$/u

/** Whether a folder, or a file in it, may be served by this name on every system. */
export function isSafeName(name: string): boolean {
  return NAME.test(name) && !name.includes('..') && !DEVICES.test(name)
}

/** The parts of a path below `/pages/`, decoded; null if one of them may not be served. A folder's own address ends with a slash. */
export function partsOf(path: string): string[] | null {
  const parts: string[] = []
  for (const encoded of path.split('/')) {
    const part = decoded(encoded)
    if (part === null) return null
    parts.push(part)
  }
  const isFolder = parts.at(-1) === ''
  const named = isFolder ? parts.slice(0, -1) : parts
  if (named.length === 0 || named.length > 6 || !named.every(isSafeName)) return null
  return isFolder ? [...named, 'index.html'] : named
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
