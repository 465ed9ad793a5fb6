/**
 * Identifies a picture. TikTok signs an address again for each message, and hands it out from several hosts: neither the query nor the host
 * says which picture it is. Only TikTok's are https; an address of the demo or of a simulator is its own key.
 */
export function pictureKey(address: string): string {
  return /^https:\/\/[^/?#]+(\/[^?#]{8,})/i.exec(address)?.[1] ?? address
}
