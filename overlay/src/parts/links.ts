// A scheme, `www.`, or a name with one of the endings that are advertised with; the length is bounded, so the time is.
const LINK =
  /(?:https?:\/\/|www\.)[^\s]{1,600}|(?<![\p{L}\p{N}@.])[\p{L}\p{N}][\p{L}\p{N}-]{0,62}(?:\.[\p{L}\p{N}-]{1,62}){0,3}\.(?:com|net|org|info|biz|shop|store|online|site|live|app|xyz|top|club|link|me|gg|tv|io|co|ly|ru|cn|de|fr|uk|es|it|pl|br|in|id|vn|th|tr)(?![\p{L}\p{N}])(?:[/?#][^\s]{0,600})?/giu

/** `text` with every web address replaced by `mark`. */
export function withoutLinks(text: string, mark: string): string {
  return text.includes('.') || text.includes('://') ? text.replace(LINK, mark) : text
}
