import type { SetupProblems } from '@standby/shared/words/obs-sentences.ts'
import type { ObsRemovalResult, ObsSetupResult, ObsSetupView } from '@standby/shared/obs-setup.ts'
import type { Sentence } from '@standby/shared/words/sentence.ts'
import type { Logger } from 'pino'
import * as z from 'zod'
import { NOT_READY, ObsRequestError, type ObsSession } from '../link/adapter.ts'
import { BROWSER_KIND } from '../pages/own-page.ts'
import type { InputRecipe } from './inputs.ts'
import { planSetup, stepSentence, type SetupObserved, type SetupStep, type SetupWanted } from './plan.pure.ts'
import { madeSentence, notRemovedSentence, parseMade, planRemoval, removalSentence, type Made, type RemovalStep } from './removal.ts'
import { survey, unlessGone } from './survey.ts'
import { say } from '../words.ts'

export interface SetupOptions {
  /** The bridge's own port. */
  port: () => number
  log: Logger
  saved: {
    /** Called once, at once. Anything that makes no sense counts as nothing. */
    load: () => unknown
    save: (made: readonly Made[]) => void
  }
}

export type SetupAsked = Omit<SetupWanted, 'port'>

/** Makes what is missing in OBS when the creator asks, and takes exactly that away again. All three reject with `SetupRefused`. */
export interface Setup {
  attach(session: ObsSession | null): void
  /** What `make` would do now. Changes nothing. */
  look(asked: SetupAsked): Promise<ObsSetupView>
  make(asked: SetupAsked): Promise<ObsSetupResult>
  remove(): Promise<ObsRemovalResult>
}

/** It could not even begin. */
export class SetupRefused extends Error {
  override name = 'SetupRefused'
  readonly sentence: Sentence<SetupProblems>
  constructor(sentence: Sentence<SetupProblems>) {
    super(sentence.text)
    this.sentence = sentence
  }
}

const created = z.object({ sceneItemId: z.number(), inputUuid: z.string().nullish() })
const createdScene = z.object({ sceneUuid: z.string().nullish() }).nullish()
const nothing = z.unknown()

const KIND_UNKNOWN = 605
const NAME_TAKEN = 601

export function createSetup({ port, log, saved: memory }: SetupOptions): Setup {
  let session: ObsSession | null = null
  let made = parseMade(memory.load())
  let queue: Promise<unknown> = Promise.resolve()

  /** One after the other: two clicks must not make everything twice. */
  function inTurn<Result>(task: (on: ObsSession) => Promise<Result>): Promise<Result> {
    const result = queue.then(async () => {
      if (session === null) throw new SetupRefused(say('setup-not-connected'))
      return task(session)
    })
    queue = result.catch(() => undefined)
    return result
  }

  async function observe(on: ObsSession): Promise<SetupObserved> {
    try {
      return await survey(on, new Set(made.flatMap((one) => (one.what === 'input' ? [one.name] : []))))
    } catch (error) {
      throw new SetupRefused(whyNot(error))
    }
  }

  function view(observed: SetupObserved, asked: SetupAsked): ObsSetupView {
    const plan = planSetup(observed, { ...asked, port: port() })
    return {
      browserSource: observed.inputKinds.includes(BROWSER_KIND),
      canvas: observed.canvas,
      overlayScene: plan.overlayScene,
      standbyScene: asked.standbyScene,
      will: plan.steps.map(stepSentence),
      there: plan.there,
      refused: plan.refused,
      fallbacks: plan.fallbacks,
      made: made.filter(({ collection }) => collection === observed.collection).map(madeSentence),
    }
  }

  function remember(next: Made[]): void {
    made = next
    try {
      memory.save(made)
    } catch (error) {
      // It is in OBS now all the same; only taking it away again will have to be done by hand.
      log.error({ err: error }, 'OBS: the list of what Standby added could not be saved')
    }
  }

  async function makeAll(on: ObsSession, asked: SetupAsked): Promise<ObsSetupResult> {
    const observed = await observe(on)
    const { steps } = planSetup(observed, { ...asked, port: port() })
    const sentences: ObsSetupResult['made'] = []
    let problem: ObsSetupResult['problem'] = null
    for (const step of steps) {
      try {
        await perform(on, step, (one) => {
          remember([...made, { ...one, collection: observed.collection }])
          sentences.push(stepSentence(step))
          log.info({ step }, 'OBS: added, as the creator asked')
        })
      } catch (error) {
        log.warn({ err: error, step }, 'OBS: the setup stopped early')
        problem = whyNot(error)
        break
      }
    }
    const setup = await observe(on).then(
      (after) => view(after, asked),
      () => null,
    )
    return { made: sentences, problem, setup }
  }

  async function removeAll(on: ObsSession): Promise<ObsRemovalResult> {
    const plan = planRemoval(await observe(on), made, port())
    const removed: ObsRemovalResult['removed'] = []
    const kept = [...plan.kept]
    let problem: ObsRemovalResult['problem'] = null
    const forget = new Set<Made>(plan.gone)
    for (const step of plan.steps) {
      try {
        await takeAway(on, step)
      } catch (error) {
        log.warn({ err: error, step }, 'OBS: something could not be removed')
        kept.push(notRemovedSentence(step))
        problem ??= whyNot(error)
        continue
      }
      forget.add(step.made)
      removed.push(removalSentence(step))
      log.info({ step }, 'OBS: removed, as the creator asked')
    }
    remember(made.filter((one) => !forget.has(one)))
    return { removed, kept, problem }
  }

  return {
    attach: (next) => void (session = next),
    look: (asked) => inTurn(async (on) => view(await observe(on), asked)),
    make: (asked) => inTurn((on) => makeAll(on, asked)),
    remove: () => inTurn(removeAll),
  }
}

type Unplaced = Made extends infer One ? (One extends Made ? Omit<One, 'collection'> : never) : never

/** `done` is called as soon as it exists, before it is put in its place. */
async function perform(on: ObsSession, step: SetupStep, done: (made: Unplaced) => void): Promise<void> {
  const { sceneName } = step
  if (step.make === 'scene') {
    const answer = await on.request('CreateScene', createdScene, { sceneName })
    return done({ what: 'scene', name: sceneName, uuid: answer?.sceneUuid ?? null })
  }
  if (step.make === 'item') {
    const { sceneItemId } = await on.request('CreateSceneItem', created, { sceneName, sourceName: step.inputName })
    done({ what: 'item', sceneName, inputName: step.inputName, itemId: sceneItemId })
    return place(on, sceneName, sceneItemId, step.placing)
  }
  const { name, kind, page, settings, placing, filter } = step.input
  const answer = await on.request('CreateInput', created, { sceneName, inputName: name, inputKind: kind, inputSettings: settings })
  const { sceneItemId } = answer
  done({ what: 'input', name, uuid: answer.inputUuid ?? null, sceneName, itemId: sceneItemId, page, settings })
  await place(on, sceneName, sceneItemId, placing)
  if (filter !== undefined) await addFilter(on, name, filter)
}

/** Better without it than not at all. */
async function addFilter(on: ObsSession, sourceName: string, { name, kind, settings }: NonNullable<InputRecipe['filter']>): Promise<void> {
  try {
    const filter = { sourceName, filterName: name, filterKind: kind, filterSettings: settings }
    await on.request('CreateSourceFilter', nothing, filter)
  } catch (error) {
    if (!(error instanceof ObsRequestError && error.kind === 'refused')) throw error
  }
}

async function place(
  on: ObsSession,
  sceneName: string,
  sceneItemId: number,
  sceneItemTransform: Readonly<Record<string, unknown>>,
): Promise<void> {
  await on.request('SetSceneItemTransform', nothing, { sceneName, sceneItemId, sceneItemTransform })
}

async function takeAway(on: ObsSession, step: RemovalStep): Promise<void> {
  switch (step.remove) {
    case 'item':
      await on.request('RemoveSceneItem', nothing, { sceneName: step.sceneName, sceneItemId: step.itemId })
      return
    case 'input':
      // A scene that is not shown keeps a removed source until it is shown again: so out of the scenes with it first.
      for (const { sceneName, itemId } of step.uses) await on.request('RemoveSceneItem', nothing, { sceneName, sceneItemId: itemId })
      // Without a place it may have gone by itself.
      await unlessGone(on.request('RemoveInput', nothing, { inputName: step.inputName }))
      return
    case 'scene':
      await on.request('RemoveScene', nothing, { sceneName: step.sceneName })
  }
}

function whyNot(error: unknown): Sentence<SetupProblems> {
  if (!(error instanceof ObsRequestError)) throw error
  if (error.kind === 'closed') return say('setup-not-connected')
  // Lists without a current scene are what OBS 29 answers while it changes its collection.
  if (error.kind === 'nonsense') return say('obs-loading')
  if (error.kind === 'timeout') return say('obs-no-answer')
  switch (error.code) {
    case NOT_READY:
      return say('obs-loading')
    case KIND_UNKNOWN:
      return say('kind-unknown')
    case NAME_TAKEN:
      return say('name-taken')
    default:
      return say('obs-refused', { reason: error.message })
  }
}
