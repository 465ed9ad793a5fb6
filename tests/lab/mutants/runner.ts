import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { MutantCoverage } from '@stryker-mutator/api/core'
import { PluginKind, type FactoryPlugin } from '@stryker-mutator/api/plugin'
import {
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner'
import { createVitest } from 'vitest/node'
import { testFilesThatLoad } from './test-files.ts'
import { CHANNEL, type Batch, type FromWorker, type ToWorker, type TriedFile } from './messages.ts'

// Stryker's side: a test runner of its own for Stryker, which keeps one thread of vitest and its modules from mutant to mutant.

/** A mutant may keep the processor busy this many times as long as its tests take without it, and this much longer. */
const [SLOWER, MORE_MS] = [5, 3_000]
/** One with a test file that has been waiting for this long waits for what never comes: no test here waits for real time. */
const IDLE_MS = 10_000

/** Where a process that takes the place of one that hung finds what the first run told. The copy of the repository is the cwd. */
const triedFile = (): string => join(process.cwd(), 'tried.json')

interface Known {
  files: (TriedFile & { tookMs: number })[]
  tests: Map<string, { file: string; taskId: string; tookMs: number; hits: Record<string, number> }>
  ids: Map<string, string>
}

/** What the first run told, by the names that Stryker knows tests by. */
function knownFrom(tried: TriedFile[]): Known {
  const known: Known = { files: [], tests: new Map(), ids: new Map() }
  for (const one of tried) {
    const { file, tests, perTest } = one
    known.files.push({ ...one, tookMs: tests.reduce((all, { tookMs }) => all + tookMs, 0) })
    for (const { taskId, name, tookMs } of tests) {
      const plain = `${relative(process.cwd(), file).split(sep).join('/')}#${name}`
      let id = plain
      for (let n = 2; known.tests.has(id); n += 1) id = `${plain} (${n})`
      known.tests.set(id, { file, taskId, tookMs, hits: sum(perTest['hooks'], perTest[taskId]) })
      known.ids.set(taskId, id)
    }
  }
  return known
}

/** Starts vitest, and in it the thread that answers. */
async function startWorker() {
  const channel = new BroadcastChannel(CHANNEL)
  let answered: (message: FromWorker) => void = () => undefined
  /** How long the thread has been idle with the present file. */
  let idleMs = 0
  channel.onmessage = (event: MessageEvent<unknown>) => {
    const message = event.data as FromWorker
    if (message.type === 'idle') idleMs = message.ms
    else answered(message)
  }
  const next = (): Promise<FromWorker> => new Promise((resolve) => void (answered = resolve))
  const ready = next()
  process.env['VITEST'] = '1'
  const vitest = await createVitest('test', {
    config: join(process.cwd(), 'tests/lab/mutants/vitest.config.ts'),
    watch: false,
    includeTaskLocation: true,
    reporters: [{}],
    silent: true,
  })
  const running = vitest.start()
  const failed = running.then(() => {
    throw new Error(`Vitest ended: ${vitest.state.getUnhandledErrors().map(String).join('; ')}`)
  })
  failed.catch(() => undefined)
  await Promise.race([ready, failed])

  return {
    /**
     * Resolves to null if the worker has been busy or idle for too long without an answer. The time of day says nothing about that on a
     * machine that is shared: the time of the processor does, and that of the thread.
     */
    async ask(message: ToWorker, busyMs: number): Promise<FromWorker | null> {
      const answer = next()
      const busyBefore = process.cpuUsage()
      idleMs = 0
      channel.postMessage(message)
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<null>((resolve) => {
        timer = setInterval(() => {
          const { user, system } = process.cpuUsage(busyBefore)
          if (user + system > busyMs * 1_000 || idleMs > IDLE_MS) resolve(null)
          else channel.postMessage({ type: 'idle?' } satisfies ToWorker)
        }, 250)
      })
      try {
        return await Promise.race([answer, failed, late])
      } finally {
        clearInterval(timer)
      }
    },
    async end(): Promise<void> {
      channel.postMessage({ type: 'end' } satisfies ToWorker)
      channel.close()
      await vitest.close()
    },
  }
}

function strykerTests(tried: TriedFile[], known: Known): TestResult[] {
  return tried.flatMap(({ file, tests }) =>
    tests.map(({ taskId, name, tookMs, line, column, failure }): TestResult => {
      const base = { id: known.ids.get(taskId)!, name, timeSpentMs: tookMs, fileName: file }
      const test = { ...base, startPosition: { line: line - 1, column: column - 1 } }
      return failure === null ? { ...test, status: TestStatus.Success } : { ...test, status: TestStatus.Failed, failureMessage: failure }
    }),
  )
}

function sum(...counts: (Record<string, number> | undefined)[]): Record<string, number> {
  const all: Record<string, number> = {}
  for (const some of counts) for (const [mutant, count] of Object.entries(some ?? {})) all[mutant] = (all[mutant] ?? 0) + count
  return all
}

function strykerCoverage(tried: TriedFile[], known: Known): MutantCoverage {
  return {
    static: sum(...tried.map(({ whileLoading }) => whileLoading)),
    // What hooks reach, every test of the file may notice.
    perTest: Object.fromEntries([...known.tests].map(([id, { hits }]) => [id, hits])),
  }
}

function warmRunner(): TestRunner {
  let worker: Awaited<ReturnType<typeof startWorker>> | null = null
  let known: Known | null = null
  /** The file that killed the last mutant of each source: it is asked first for the next one. */
  const killers = new Map<string, string>()

  async function restart(): Promise<void> {
    const old = worker
    worker = null
    await old?.end()
  }

  /** The files to run for a mutant, those first that are likely to kill it or quick to tell. */
  function batchesFor(
    { testFilter, activeMutant, mutantActivation }: MutantRunOptions,
    { files, tests }: Known,
  ): { batches: Batch[]; tookMs: number } {
    const byFile = new Map<string, Batch & { tookMs: number }>()
    if (mutantActivation === 'static') {
      for (const { file, tookMs, whileLoading, perTest } of files) {
        const hits = sum(whileLoading, ...Object.values(perTest))[activeMutant.id]
        if (hits !== undefined) byFile.set(file, { file, taskIds: null, hits, tookMs })
      }
    } else {
      for (const id of testFilter ?? []) {
        const test = tests.get(id)
        if (test === undefined) continue
        const { file, taskId } = test
        const batch = byFile.get(file) ?? { taskIds: [], hits: 0, tookMs: 0 }
        const hits = batch.hits + (test.hits[activeMutant.id] ?? 0)
        byFile.set(file, { file, taskIds: [...(batch.taskIds ?? []), taskId], hits, tookMs: batch.tookMs + test.tookMs })
      }
    }
    const killer = killers.get(activeMutant.fileName)
    const rank = ({ file, tookMs }: { file: string; tookMs: number }): number => (file === killer ? tookMs / 10 : tookMs)
    const sorted = [...byFile.values()].sort((a, b) => rank(a) - rank(b))
    return {
      batches: sorted.map(({ file, taskIds, hits }) => ({ file, taskIds, hits })),
      tookMs: sorted.reduce((all, one) => all + one.tookMs, 0),
    }
  }

  return {
    capabilities: () => ({ reloadEnvironment: true }),

    async dryRun({ timeout, files = [] }): Promise<DryRunResult> {
      worker = await startWorker()
      const testFiles = testFilesThatLoad(files)
      const answer = await worker.ask({ type: 'try', files: testFiles }, timeout)
      if (answer?.type !== 'tried') return { status: DryRunStatus.Timeout }
      const broken = answer.files.filter(({ failure, tests }) => failure !== null && tests.every((test) => test.failure === null))
      if (broken.length > 0) {
        const errorMessage = broken.map(({ file, failure }) => `${file}: ${failure}`).join('\n')
        return { status: DryRunStatus.Error, errorMessage }
      }
      writeFileSync(triedFile(), JSON.stringify(answer.files))
      known = knownFrom(answer.files)
      return {
        status: DryRunStatus.Complete,
        tests: strykerTests(answer.files, known),
        mutantCoverage: strykerCoverage(answer.files, known),
      }
    },

    async mutantRun(options): Promise<MutantRunResult> {
      if (known === null && existsSync(triedFile())) known = knownFrom(JSON.parse(readFileSync(triedFile(), 'utf8')) as TriedFile[])
      if (known === null) throw new Error('No mutant can be judged before the tests ran without one.')
      worker ??= await startWorker()
      const { batches, tookMs } = batchesFor(options, known)
      const { activeMutant, mutantActivation } = options
      const isStatic = mutantActivation === 'static'
      const answer = await worker.ask({ type: 'judge', mutant: activeMutant.id, isStatic, batches }, SLOWER * tookMs + MORE_MS)
      if (answer === null) {
        await restart()
        return { status: MutantRunStatus.Timeout, reason: 'The tests did not come to an end.' }
      }
      if (answer.type !== 'judged') throw new Error(`Expected a verdict, and got "${answer.type}".`)
      switch (answer.outcome) {
        case 'killed': {
          const killer = known.ids.get(answer.killer)
          if (killer !== undefined) killers.set(activeMutant.fileName, known.tests.get(killer)!.file)
          const killedBy = killer === undefined ? [] : [killer]
          return { status: MutantRunStatus.Killed, killedBy, failureMessage: answer.failure, nrOfTests: answer.testCount }
        }
        case 'survived':
          return { status: MutantRunStatus.Survived, nrOfTests: answer.testCount }
        case 'endless':
          return { status: MutantRunStatus.Timeout, reason: 'It went round and round.' }
        case 'leaky':
          await restart()
          return { status: MutantRunStatus.Error, errorMessage: `A test fails without the mutant as well: ${answer.killer}` }
      }
    },

    async dispose() {
      await restart()
    },
  }
}

export const strykerPlugins: FactoryPlugin<PluginKind.TestRunner, []>[] = [
  { kind: PluginKind.TestRunner, name: 'warm', factory: warmRunner },
]
