/** The colours of the dock. `auto`: dark inside OBS, because a dock cannot know OBS's theme; elsewhere like the system. */
export const SCHEMES = ['auto', 'dark', 'light'] as const
export type Scheme = (typeof SCHEMES)[number]

/** The first of `wishes` that is a scheme. */
export function schemeFrom(wishes: readonly (string | null)[]): Scheme {
  return wishes.find((wish): wish is Scheme => SCHEMES.includes(wish as Scheme)) ?? 'auto'
}

/** Paints a page in the system's scheme, also when that changes. */
export function followSystem(root: HTMLElement, light: Pick<MediaQueryList, 'matches' | 'addEventListener'>): void {
  const paint = (): void => root.setAttribute('data-scheme', painted('auto', { inObs: false, systemIsLight: light.matches }))
  paint()
  light.addEventListener('change', paint)
}

/** The colours that a scheme stands for. */
export function painted(scheme: Scheme, { inObs, systemIsLight }: { inObs: boolean; systemIsLight: boolean }): 'dark' | 'light' {
  if (scheme !== 'auto') return scheme
  return systemIsLight && !inObs ? 'light' : 'dark'
}
