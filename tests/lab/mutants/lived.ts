import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { MutantResult } from '@stryker-mutator/api/core'
import { PluginKind, type FactoryPlugin } from '@stryker-mutator/api/plugin'
import { ROOT } from './pure-files.ts'
import { textOf, type Judged } from './score.ts'

/** Where each mutant that lived is written down at once: a run over everything takes an hour on a busy machine. From the root. */
export const LIVED = 'tests/output/mutants-lived.txt'

const sources = new Map<string, string[]>()

function linesOf(file: string): string[] {
  const lines = sources.get(file) ?? readFileSync(file, 'utf8').split('\n')
  sources.set(file, lines)
  return lines
}

export function judgedFrom({ fileName, location, mutatorName, replacement, status, statusReason }: Readonly<MutantResult>): Judged {
  const { start, end } = location
  const lines = linesOf(fileName)
  const first = lines[start.line - 1] ?? ''
  const isOneLine = start.line === end.line
  const rest = lines.slice(start.line, end.line - 1)
  const last = (lines[end.line - 1] ?? '').slice(0, end.column - 1)
  return {
    file: relative(ROOT, fileName).split(sep).join('/'),
    line: start.line,
    column: start.column,
    mutator: mutatorName,
    original: isOneLine ? first.slice(start.column - 1, end.column - 1) : [first.slice(start.column - 1), ...rest, last].join('\n'),
    onLine: first,
    replacement: replacement ?? '',
    status: ['Killed', 'Timeout'].includes(status) ? 'found' : ['Survived', 'NoCoverage'].includes(status) ? 'lived' : 'failed',
    reason: statusReason ?? status,
  }
}

export const strykerPlugins: FactoryPlugin<PluginKind.Reporter, []>[] = [
  {
    kind: PluginKind.Reporter,
    name: 'lived',
    factory: () => ({
      onMutantTested(result) {
        const mutant = judgedFrom(result)
        if (mutant.status !== 'lived') return
        mkdirSync(dirname(join(ROOT, LIVED)), { recursive: true })
        appendFileSync(join(ROOT, LIVED), `${textOf(mutant)}\n`)
      },
    }),
  },
]
