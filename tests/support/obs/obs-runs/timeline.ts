import { waitFor } from '../../wait.ts'
import type { Stage } from './stage.ts'

/** One line of a recorded run. */
export interface Row {
  /** Since the run began. */
  atMs: number
  event: string
  /** What OBS, asked by the recorder, has on program; null while it is not there. */
  program: string | null
  why: string
}

export interface Timeline {
  rows: Row[]
  /** Something that is done to the show. */
  note(event: string): void
  end(): Promise<Row[]>
}

const LOOK_EVERY_MS = 20
const LONGEST_RUN_MS = 10 * 60_000

/** Writes down what changes: the program scene as OBS says, TikTok's health, and what Standby says of it. */
export async function record(stage: Stage): Promise<Timeline> {
  const rows: Row[] = []
  let program: string | null = await stage.obs.program()
  const startedAt = Date.now()
  let said = { health: '', action: 0, problem: '', holding: '' }
  let over = false

  const add = (event: string, why = ''): void => void rows.push({ atMs: Date.now() - startedAt, event, program, why })

  async function lookAtProgram(): Promise<void> {
    const now = await stage.obs.program().catch(() => null)
    if (now === program) return
    program = now
    add(now === null ? 'OBS is gone' : 'program changes')
  }

  async function lookAtBridge(): Promise<void> {
    const [tiktok, obs] = await Promise.all([stage.tiktok(), stage.status()]).catch(() => [null, null] as const)
    if (tiktok === null || obs === null) return
    const { lastAction, holding } = obs.automation
    const problem = obs.problem?.text ?? ''
    const first = said.health === ''
    if (!first && tiktok.health !== said.health) add(`TikTok: ${tiktok.health}`)
    if (lastAction !== null && lastAction.at !== said.action && lastAction.at >= startedAt) {
      add(`Standby: ${lastAction.command.text}`, lastAction.why.text)
    }
    if (!first && problem !== said.problem && problem !== '') add('Standby says', problem)
    if (!first && (holding?.text ?? '') !== said.holding && holding !== null) add('Standby says', holding.text)
    said = { health: tiktok.health, action: lastAction?.at ?? 0, problem, holding: holding?.text ?? '' }
  }

  async function watch(look: () => Promise<void>): Promise<void> {
    const isOver = async (): Promise<boolean> => (await look(), over)
    await waitFor(isOver, { what: 'the end of the run', timeoutMs: LONGEST_RUN_MS, everyMs: LOOK_EVERY_MS })
  }

  const watching = [watch(lookAtProgram), watch(lookAtBridge)]
  return {
    rows,
    note: (event) => add(`**${event}**`),
    async end() {
      over = true
      await Promise.all(watching)
      return rows
    },
  }
}
