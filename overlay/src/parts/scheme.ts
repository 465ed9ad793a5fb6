/** How the dock is painted. `auto`: dark inside OBS, whose docks say nothing of OBS's own theme; elsewhere as the system is. */
export const SCHEMES = ['auto', 'dark', 'light'] as const
export type Scheme = (typeof SCHEMES)[number]

/** The first wish that is a scheme. */
export function schemeFrom(wishes: readonly (string | null)[]): Scheme {
  return wishes.find((wish): wish is Scheme => SCHEMES.includes(wish as Scheme)) ?? 'auto'
}

/** The scheme as it is painted. */
export function painted(scheme: Scheme, { inObs, systemIsLight }: { inObs: boolean; systemIsLight: boolean }): 'dark' | 'light' {
  if (scheme !== 'auto') return scheme
  return systemIsLight && !inObs ? 'light' : 'dark'
}
