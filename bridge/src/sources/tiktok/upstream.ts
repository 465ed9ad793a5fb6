/** An HTTP proxy that everything goes through which leaves this computer. */
export interface Proxy {
  /** With its name and password, if it has one: never shown. */
  url: string
  /** Host and port, as they may be shown. */
  shown: string
  /** The variable that names it. */
  from: string
  /** Hosts that are reached directly, besides this computer. */
  direct: string
}

/** Where TikTok and its sign service are reached. TikTok itself, a proxy, a self-hosted sign server, or the built-in simulator. */
export interface Upstream {
  /** Base of the web pages, `https://www.tiktok.com` by default; `http://` is allowed for what the creator runs himself. */
  webUrl: string
  /** Base of the webcast API, `https://webcast.tiktok.com` by default. */
  webcastUrl: string
  /** Base of the sign service, `https://api.eulerstream.com` by default. */
  signUrl: string
  signApiKey: string | null
  /** What every request to them goes through; left out: they are reached directly. */
  proxy?: Proxy
}
