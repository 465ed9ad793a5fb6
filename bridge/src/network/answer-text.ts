/** The body of an answer; null if it is longer than `mostBytes`, and then no more of it is read. */
export async function textWithin(response: Response, mostBytes: number): Promise<string | null> {
  const parts: Uint8Array[] = []
  let length = 0
  const body: AsyncIterable<Uint8Array> | null = response.body
  for await (const part of body ?? []) {
    length += part.length
    if (length > mostBytes) return null
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
