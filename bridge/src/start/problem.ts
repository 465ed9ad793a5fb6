import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { homedir, release, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StartProblem } from '@standby/shared/words/start-problems.ts'
import { openOnScreen } from '../computer/open.ts'
import { accountName } from '../doctor/account.ts'
import { withoutPrivate } from '../doctor/report.ts'
import { PACKAGE } from '../paths.ts'
import { problemPage } from './problem-page.pure.ts'

/** The problem that an error of the system means for this data folder; null: it is about something else. */
export function problemOfCode(code: unknown, folder: string): StartProblem | null {
  if (code === 'ENOSPC' || code === 'EDQUOT') return { code: 'disk-full', params: { folder } }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR') return { code: 'not-writable', params: { folder } }
  return null
}

/**
 * Writes the problem as a page into the data folder, or a new temporary one if that cannot be written, and opens it. Returns its file.
 * `details`: what a terminal would have shown. Never rejects.
 */
export async function showProblem(problem: StartProblem, details: readonly string[], dataDir: string): Promise<string | null> {
  const report = withoutPrivate(reportOf(problem, details).join('\n'), { home: homedir(), account: accountName(), secrets: [] })
  const file = writeProblem(problemPage(problem, report, new Intl.DateTimeFormat().resolvedOptions().locale), dataDir)
  if (file !== null) await openOnScreen(file).catch(() => undefined)
  return file
}

function reportOf({ code }: StartProblem, details: readonly string[]): string[] {
  const versions = `Standby ${PACKAGE?.version ?? 'from source'}, Node ${process.versions.node}, ${process.platform} ${release()} ${process.arch}`
  return [versions, new Date().toISOString(), `Problem: ${code}`, ...details]
}

function writeProblem(page: string, dataDir: string): string | null {
  for (const folder of [() => dataDir, () => mkdtempSync(join(tmpdir(), 'standby-'))]) {
    try {
      const place = folder()
      mkdirSync(place, { recursive: true, mode: 0o700 })
      const file = join(place, 'could-not-start.html')
      writeFileSync(file, page, { mode: 0o600 })
      return file
    } catch {
      continue
    }
  }
  return null
}
