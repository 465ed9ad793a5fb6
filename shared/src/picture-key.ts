/**
 * What tells a picture from others. TikTok signs an address anew with each message, and hands it out by several hosts: neither the query nor
 * the host says which picture it is. Only TikTok's are https; an address of the demo or of a simulator is its own key.
 */
export function pictureKey(address: string): string {
  return /^https:\/\/[^/?#]+(\/[^?#]{8,})/i.exec(address)?.[1] ?? address
}
