import * as z from 'zod'
import { add, nothing, oneFailed, type Totals } from './totals.ts'

const Report = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string().optional(), failureMessages: z.array(z.string()).nullish() }),
      ),
      message: z.string().optional(),
    }),
  ),
})

export interface Verdict {
  totals: Totals
  /** What the report alone would not have told, as sentences. */
  remarks: string[]
}

const failure = (remark: string): Verdict => ({ totals: oneFailed, remarks: [remark] })

/**
 * Adds up one vitest run from its exit code and its JSON report (`null` where it wrote none). Every way to end badly without a failed
 * test counts as one failure: no report, an unreadable one, a file that broke outside its tests, an exit code without a reason, no test.
 */
export function judge(exitCode: number | null, report: string | null): Verdict {
  const how = exitCode === null ? 'was killed' : `ended with exit code ${exitCode}`
  if (report === null) return failure(`vitest ${how} and wrote no report.`)
  const read = parse(report)
  if (read === null) return failure(`vitest ${how} and its report cannot be read.`)

  let totals = nothing
  const remarks: string[] = []
  for (const file of read.testResults) {
    const own = countFile(file.assertionResults.map(({ status }) => status))
    totals = add(totals, own)
    if (file.status === 'failed' && own.failed === 0) {
      totals = add(totals, oneFailed)
      remarks.push(`${file.name} failed outside its tests.`)
    }
  }
  if (totals.passed + totals.failed + totals.skipped === 0) return failure('No test was found.')
  if (totals.failed === 0 && (exitCode !== 0 || !read.success)) {
    totals = add(totals, oneFailed)
    remarks.push(`No test failed, but vitest ${how}: see its output for an error between the tests.`)
  }
  return { totals, remarks }
}

function parse(report: string): z.infer<typeof Report> | null {
  try {
    return Report.parse(JSON.parse(report))
  } catch {
    return null
  }
}

// A state this does not know is a failure: better a wrong alarm than a test nobody counted.
function countFile(statuses: string[]): Totals {
  const isSkipped = (status: string): boolean => ['skipped', 'pending', 'todo', 'disabled'].includes(status)
  const passed = statuses.filter((status) => status === 'passed').length
  const skipped = statuses.filter(isSkipped).length
  return { passed, skipped, failed: statuses.length - passed - skipped }
}

/** Each failed test of a JSON report with its file and what it said, and each file that failed outside its tests. */
export function failuresIn(report: string | null): string[] {
  const files = report === null ? [] : (parse(report)?.testResults ?? [])
  return files.flatMap(({ name, status, message = '', assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    const lines = failed.map(({ fullName = '', failureMessages }) => {
      return [`${name}: ${fullName}`, ...(failureMessages ?? []).map(withoutTools)].join('\n')
    })
    return status === 'failed' && failed.length === 0 ? [`${name}: ${message}`] : lines
  })
}

/** What a test said, without the lines of its trace that are in the tools that ran it. */
function withoutTools(message: string): string {
  const lines = message.split('\n')
  return lines.filter((line) => !/^\s+at .*(node_modules|node:)/.test(line)).join('\n')
}
