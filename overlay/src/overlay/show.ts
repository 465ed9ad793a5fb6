export const PARTS = ['chat', 'alerts', 'counters', 'activity', 'badge'] as const
export type Part = (typeof PARTS)[number]

/** The parts named in `?show=chat,alerts`; all of them where it is missing or names none. */
export function partsToShow(search: string): ReadonlySet<Part> {
  const asked = (new URLSearchParams(search).get('show') ?? '').split(',').map((name) => name.trim().toLowerCase())
  const parts = PARTS.filter((part) => asked.includes(part))
  return new Set(parts.length === 0 ? PARTS : parts)
}
