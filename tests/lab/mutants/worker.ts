import { performance } from 'node:perf_hooks'
import { TestRunner, vi, type RunnerTask, type RunnerTestCase, type RunnerTestFile, type TestRunnerConfig } from 'vitest'
import { startTests } from 'vitest/internal/browser'
import { CHANNEL, type Batch, type FromWorker, type ToWorker, type Tried, type TriedFile } from './messages.ts'

// Vitest's side: one thread that has the tests loaded and runs those that each mutant asks for. Starting vitest again for each would
// take some seconds, and running the tests takes some milliseconds.

/** What Stryker's instrumented code reads and writes. */
interface Instrumented {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  hitCount?: number | undefined
  hitLimit?: number | undefined
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> }
}

const global = globalThis as unknown as { __stryker__?: Instrumented }
const instrumented: Instrumented = (global.__stryker__ ??= {})
const coverage = (instrumented.mutantCoverage ??= { static: {}, perTest: {} })

/** The id under which what a file's hooks reach is counted. */
const HOOKS = 'hooks'
/** A mutant that is reached this many times as often as without it, and this many times more, goes round and round. */
const [ROUNDS, MORE_ROUNDS] = [20, 10_000]
/** A test that killed a mutant and kept the processor busy no longer than this has to pass without it. */
const CHECKED_MS = 100

const testsOf = (tasks: RunnerTask[]): RunnerTestCase[] => tasks.flatMap((task) => (task.type === 'suite' ? testsOf(task.tasks) : [task]))
const nameOf = (task: RunnerTask): string => (task.suite === undefined ? task.name : `${nameOf(task.suite)} ${task.name}`)
const failureOf = ({ result }: RunnerTask): string | null =>
  result?.state === 'fail' ? (result.errors?.[0]?.message ?? 'It failed and did not say why.') : null

interface Hooks {
  beforeSuite?: () => void
  beforeTest?: (test: RunnerTask) => void
  beforeTry?: (test: RunnerTask) => void
  afterTest?: (test: RunnerTask) => void
}

/** Vitest's own runner, which reports to nobody, with hooks of ours before each of its own. */
function quietRunner(config: TestRunnerConfig, host: TestRunner, hooks: Hooks): TestRunner {
  const runner = new TestRunner(config)
  // Vitest puts these into the runner that it makes itself.
  for (const inner of ['moduleRunner', '_otel']) Object.defineProperty(runner, inner, { value: Reflect.get(host, inner) as unknown })
  const { onBeforeRunSuite, onBeforeRunTask, onBeforeTryTask, onAfterRunTask } = runner
  return Object.assign(runner, {
    onBeforeRunSuite: (suite) => (hooks.beforeSuite?.(), onBeforeRunSuite.call(runner, suite)),
    onBeforeRunTask: (test) => (hooks.beforeTest?.(test), onBeforeRunTask.call(runner, test)),
    onBeforeTryTask: (test, options) => (hooks.beforeTry?.(test), onBeforeTryTask.call(runner, test, options)),
    onAfterRunTask: (test) => (hooks.afterTest?.(test), onAfterRunTask.call(runner, test)),
  } satisfies Partial<TestRunner>)
}

type File = RunnerTestFile
type Result = Extract<FromWorker, { type: 'judged' }>

function serve(config: TestRunnerConfig, host: TestRunner): Promise<void> {
  const channel = new BroadcastChannel(CHANNEL)
  const tell = (message: FromWorker): void => channel.postMessage(message)
  const idleMs = (): number => performance.eventLoopUtilization().idle
  let idleBefore = 0
  /** Whether modules were loaded with a mutant in them. */
  let isTainted = false

  async function run(file: string, taskIds: string[] | null, hooks: Hooks): Promise<File> {
    idleBefore = idleMs()
    const runner = quietRunner(config, host, hooks)
    const [ran] = await startTests([{ filepath: file, ...(taskIds === null ? {} : { testIds: taskIds }) }], runner)
    if (ran === undefined) throw new Error(`Vitest ran nothing of ${file}.`)
    return ran
  }

  async function tryFile(file: string): Promise<TriedFile> {
    vi.resetModules()
    deactivate()
    coverage.static = {}
    coverage.perTest = {}
    instrumented.currentTestId = undefined
    const ran = await run(file, null, {
      beforeSuite: () => void (instrumented.currentTestId = HOOKS),
      beforeTry: (test) => void (instrumented.currentTestId = test.id),
      afterTest: () => void (instrumented.currentTestId = HOOKS),
    })
    instrumented.currentTestId = undefined
    const tests = testsOf(ran.tasks).filter(({ mode }) => mode === 'run')
    const tried = tests.map((test): Tried => {
      const { line, column } = test.location ?? { line: 1, column: 1 }
      return { taskId: test.id, name: nameOf(test), tookMs: test.result?.duration ?? 0, line, column, failure: failureOf(test) }
    })
    return { file, tests: tried, failure: failureOf(ran), perTest: coverage.perTest, whileLoading: coverage.static }
  }

  /** The first test of a batch that fails, or its file if that cannot even be loaded. */
  async function firstFailure({ file, taskIds }: Pick<Batch, 'file' | 'taskIds'>): Promise<{ task: RunnerTask | null; testCount: number }> {
    let failed = false
    const ran = await run(file, taskIds, {
      beforeTest: (test) => {
        if (failed) test.mode = 'skip'
      },
      afterTest: (test) => void (failed ||= test.result?.state === 'fail'),
    })
    const tests = testsOf(ran.tasks)
    const testCount = tests.filter(({ result }) => result?.state === 'pass' || result?.state === 'fail').length
    const task = tests.find((test) => failureOf(test) !== null) ?? (failureOf(ran) === null ? null : ran)
    return { task, testCount }
  }

  function activate(mutant: string, hitLimit: number): void {
    instrumented.activeMutant = mutant
    instrumented.hitCount = 0
    instrumented.hitLimit = hitLimit
  }

  function deactivate(): void {
    instrumented.activeMutant = undefined
    instrumented.hitCount = undefined
  }

  async function judge({ mutant, isStatic, batches }: Extract<ToWorker, { type: 'judge' }>): Promise<Result> {
    if (isStatic || isTainted) vi.resetModules()
    isTainted = isStatic
    let testCount = 0
    for (const batch of batches) {
      const busyBefore = process.threadCpuUsage()
      const hitLimit = ROUNDS * batch.hits + MORE_ROUNDS
      activate(mutant, hitLimit)
      const found = await firstFailure(batch)
      testCount += found.testCount
      const isEndless = (instrumented.hitCount ?? 0) > hitLimit
      deactivate()
      if (found.task === null && !isEndless) continue
      if (isEndless) {
        isTainted = true
        return { type: 'judged', outcome: 'endless', testCount }
      }
      const task = found.task!
      const { user, system } = process.threadCpuUsage(busyBefore)
      if (user + system <= CHECKED_MS * 1_000) {
        // A test that fails by itself now would kill every mutant after this one.
        if (isTainted) vi.resetModules()
        isTainted = false
        const again = await firstFailure({ file: batch.file, taskIds: task.type === 'test' ? [task.id] : batch.taskIds })
        if (again.task !== null) {
          isTainted = true
          return { type: 'judged', outcome: 'leaky', killer: `${batch.file}: ${nameOf(task)}: ${failureOf(again.task) ?? ''}` }
        }
      }
      return { type: 'judged', outcome: 'killed', killer: task.id, failure: failureOf(task) ?? '', testCount }
    }
    return { type: 'judged', outcome: 'survived', testCount }
  }

  return new Promise((resolve) => {
    channel.onmessage = async (event: MessageEvent<unknown>) => {
      const message = event.data as ToWorker
      if (message.type === 'try') {
        const files: TriedFile[] = []
        for (const file of message.files) files.push(await tryFile(file))
        tell({ type: 'tried', files })
      } else if (message.type === 'judge') tell(await judge(message))
      else if (message.type === 'idle?') tell({ type: 'idle', ms: idleMs() - idleBefore })
      else {
        channel.close()
        resolve()
      }
    }
    tell({ type: 'ready' })
  })
}

/** Vitest makes its runner with `new`. */
export default function hostRunner(config: TestRunnerConfig): TestRunner {
  const host = new TestRunner(config)
  return Object.assign(host, { onBeforeRunFiles: () => serve(config, host) })
}
