import * as z from 'zod'

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      startTime: z.number().optional(),
      endTime: z.number().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), duration: z.number().nullish() })),
    }),
  ),
})

export interface TestTime {
  part: string
  title: string
  /** Full path of its file. */
  file: string
  seconds: number
}

export interface PartTime {
  part: string
  seconds: number
  /** What the part may take on two cores, from budgets.json; undefined for a part without one. */
  budget: number | undefined
}

/** How long each test of a vitest JSON report took. A report that cannot be read has none: `judge` has already failed it. */
export function testTimes(part: string, report: string | null): TestTime[] {
  const parsed = Report.safeParse(jsonOf(report))
  if (!parsed.success) return []
  return parsed.data.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, duration }) => ({ part, title: fullName, file: name, seconds: (duration ?? 0) / 1000 })),
  )
}

/** Seconds of each test file, by its full path: the sum of its tests. */
export function fileTimes(tests: TestTime[]): Record<string, number> {
  const seconds: Record<string, number> = {}
  for (const test of tests) seconds[test.file] = (seconds[test.file] ?? 0) + test.seconds
  return seconds
}

/** The slowest tests, the slowest first. */
export function slowest(tests: TestTime[], count: number): TestTime[] {
  return [...tests].sort((a, b) => b.seconds - a.seconds).slice(0, count)
}

/** Where the time of a run went, as lines: the slowest tests, each part beside its budget, and a line for each part that is over it. */
export function timesReport(tests: TestTime[], parts: PartTime[]): string[] {
  const seconds = (value: number): string => `${value.toFixed(1).padStart(6)} s`
  const slow = slowest(tests, 10).map(({ part, title, seconds: taken }) => `${seconds(taken)}  ${part.padEnd(10)}  ${title}`)
  const rows = parts.map(({ part, seconds: taken, budget }) => {
    const limit = budget === undefined ? '' : `  of ${String(budget)} s`
    return `${seconds(taken)}  ${part}${limit}`
  })
  const over = parts
    .filter(({ seconds: taken, budget }) => budget !== undefined && taken > budget)
    .map(
      ({ part, seconds: taken, budget }) =>
        `Over budget: ${part} took ${taken.toFixed(0)} s and may take ${String(budget)} s (tests/run/budgets.json).`,
    )
  return [...(slow.length > 0 ? ['The slowest tests:', ...slow] : []), 'The parts:', ...rows, ...over]
}

function jsonOf(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}
