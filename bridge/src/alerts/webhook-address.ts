/** Where alerts are sent. `url` may hold a token, as Discord's do: it is for `fetch` only. `host` may be shown. */
export interface WebhookAddress {
  url: string
  host: string
  format: 'plain' | 'discord'
}

export type WebhookAddressResult = { ok: true; address: WebhookAddress } | { ok: false; message: string }

const DISCORD_HOST = /^(?:(?:ptb|canary)\.)?discord(?:app)?\.com$/
const DISCORD_PATH = /^\/api\/(?:v\d+\/)?webhooks\/\d+\/[\w-]+\/?$/

/** Reads what a person entered. A message never repeats it: it may be a secret. */
export function readWebhookAddress(text: string): WebhookAddressResult {
  const url = URL.parse(text.trim())
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return { ok: false, message: 'This is not a web address. Use one like https://example.com/hook, or leave it out.' }
  }
  if (url.username !== '' || url.password !== '') {
    return {
      ok: false,
      message: 'Standby does not send a name or password before the host. Put what the receiver needs into the path or the query.',
    }
  }
  if (!DISCORD_HOST.test(url.hostname)) return { ok: true, address: { url: url.href, host: url.host, format: 'plain' } }
  if (url.protocol !== 'https:' || !DISCORD_PATH.test(url.pathname)) {
    return {
      ok: false,
      message: 'This is not the address of a Discord webhook. Copy it in Discord: Server Settings, Integrations, Webhooks.',
    }
  }
  return { ok: true, address: { url: url.href, host: url.host, format: 'discord' } }
}
