import { runProgram } from '../run/program.ts'

/** The address of the Debian that this computer's own packages come from: `sites` as `apt-get indextargets` gives them, one a line. */
export function mirrorIn(sites: string): string | null {
  const addresses = sites.split('\n').map((line) => line.trim().replace(/\/+$/, ''))
  return addresses.find((address) => /^https?:\/\/\S+\/debian$/.test(address)) ?? null
}

/**
 * Where to get other releases of Debian: `STANDBY_DEBIAN_MIRROR`, or where apt gets this computer's packages. Throws a sentence that says
 * what to set, if there is neither.
 */
export async function debianMirror(): Promise<string> {
  const asked = process.env['STANDBY_DEBIAN_MIRROR']
  if (asked !== undefined && asked !== '') return asked
  const args = ['indextargets', '--format', '$(SITE)']
  const { output } = await runProgram('apt-get', args, { output: 'keep', timeoutMs: 60_000 })
  const found = mirrorIn(output)
  if (found !== null) return found
  throw new Error("apt's sources name no Debian here. Set STANDBY_DEBIAN_MIRROR to a mirror, such as http://deb.debian.org/debian.")
}

/** The proxy that apt uses, for the programs that get packages beside it. */
export async function aptProxy(): Promise<Record<string, string>> {
  const args = ['dump', '--format', '%v%n', 'Acquire::http::Proxy']
  const { output } = await runProgram('apt-config', args, { output: 'keep', timeoutMs: 60_000 })
  const proxy = output.trim()
  return /^https?:\/\/\S+$/.test(proxy) ? { http_proxy: proxy } : {}
}
