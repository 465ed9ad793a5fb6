export interface OpenOffer {
  input: Pick<NodeJS.ReadStream, 'isTTY' | 'once' | 'off' | 'resume' | 'pause'>
  output: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>
  url: string
  /** Opens an address in the browser. */
  open: (url: string) => Promise<unknown>
}

/** Offers to open the home page with the Enter key, if a person sits in front of it. Returns how to take the offer back. */
export function promptToOpen({ input, output, url, open }: OpenOffer): () => void {
  if (!input.isTTY || !output.isTTY) return () => undefined
  const accept = (): void => {
    input.pause()
    open(url).catch(() => output.write(`  No browser could be opened. Open ${url} yourself.\n`))
  }
  output.write('  Press Enter to open the home page in your browser.\n\n')
  input.once('data', accept)
  input.resume()
  return () => {
    input.off('data', accept)
    input.pause()
  }
}
