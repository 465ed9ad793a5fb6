interface Sent {
  status: number
  body: Record<string, unknown>
}

/** Posts to a server as a page does. `base`: where it is by then. Every answer must be an object of JSON. */
export function sender(base: () => string) {
  async function send(path: string, body: BodyInit, type = 'application/octet-stream'): Promise<Sent> {
    const response = await fetch(base() + path, { method: 'POST', body, headers: { 'content-type': type } })
    return { status: response.status, body: (await response.json()) as Sent['body'] }
  }
  return { send, post: (path: string, body: unknown): Promise<Sent> => send(path, JSON.stringify(body), 'application/json') }
}
