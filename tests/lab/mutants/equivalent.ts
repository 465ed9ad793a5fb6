/** A mutant that no test can tell from the code: what it changes makes no difference. Texts as Stryker has them. */
export interface Equivalent {
  mutator: string
  original: string
  replacement: string
  why: string
  /** Where the same text is there more than once: a part of the line it is on. */
  line?: string
}

function same(mutator: string, original: string, replacement: string, why: string, line?: string): Equivalent {
  return { mutator, original, replacement, why, ...(line !== undefined && { line }) }
}

// Looked at one by one. An entry that fits no mutant that lived fails the run: the code has changed, or a test tells the two apart now.
export const EQUIVALENT: Readonly<Record<string, readonly Equivalent[]>> = {
  'bridge/src/alerts/decide.pure.ts': [
    same('ConditionalExpression', 'calm !== null', 'true', 'Null counts as 0, and no time is earlier.', 'wakes.push(calm)'),
    same('ConditionalExpression', 'calm !== null', 'true', 'As above.', 'active[id] = alert'),
  ],
  'bridge/src/obs/setup/plan.pure.ts': [
    same('ArrayDeclaration', '[]', '["Stryker was here"]', 'No scene is called that.', 'above: readonly string[] = []'),
    same(
      'ArrayDeclaration',
      '[]',
      '["Stryker was here"]',
      'A text has no name of a source, so nothing is found in it either.',
      'observed.items.get(container) ?? []',
    ),
  ],
  'bridge/src/obs/scenes/decide.pure.ts': [
    same(
      'ConditionalExpression',
      'soundSince === null',
      'false',
      'Null counts as 0, which is before any time since when TikTok has been live.',
    ),
  ],
  'bridge/src/sources/tiktok/classify.pure.ts': [
    same('ArrayDeclaration', '[]', '["Stryker was here"]', 'No error says that.', 'secrets: readonly string[] = []'),
    same(
      'StringLiteral',
      "''",
      '"Stryker was here!"',
      'Nothing is read from a body that names no limit.',
      'retryAt: retryAtOf({ headers, body:',
    ),
    same(
      'ConditionalExpression',
      'code !== null',
      'true',
      'No list of codes has null in it. It is there for the types.',
      'NO_NETWORK.has(code) || UNREACHABLE.has(code)',
    ),
    same('StringLiteral', "'protocol'", '""', 'What none of the others is found in is `protocol` anyway.', 'const ROOM_PRECEDENCE'),
    same(
      'ConditionalExpression',
      "typeof answer === 'object'",
      'true',
      'A text or a number has no `data` and no `status_code` either.',
      'const body =',
    ),
    same(
      'ConditionalExpression',
      'code !== null',
      'true',
      'No list of codes has null in it. It is there for the types.',
      'NO_NETWORK.has(code) && !isTimeout',
    ),
    same(
      'StringLiteral',
      "''",
      '"Stryker was here!"',
      'That is no code of an error that anything looks for.',
      "const errorCode = facts?.code ?? ''",
    ),
  ],
  'shared/src/connection/connection.ts': [
    same(
      'ConditionalExpression',
      "state.phase === 'disconnected'",
      'true',
      'Only a disconnected state has a `why`.',
      "state.why === 'stopped'",
    ),
    same('ConditionalExpression', "state.phase !== 'waiting'", 'false', 'Only a waiting state has a `next`.', "state.next !== 'answer'"),
    same('OptionalChaining', 'state.cause?.kind', 'state.cause.kind', 'A state that waits after a loss has a cause.'),
    same(
      'ConditionalExpression',
      "case 'disconnected':\n      return quiet(state)",
      "case 'disconnected':",
      'A disconnected state has no deadline, so this case is there for the types alone.',
    ),
    same('StringLiteral', "'disconnected'", '""', 'As above.', "case 'disconnected':"),
    same('ConditionalExpression', "state.phase === 'waiting'", 'true', 'Only a waiting state has a `next`.', 'probed ='),
    same('ConditionalExpression', 'state.cause === null', 'false', 'A probe is only made after a loss, which has a cause.', 'const rule ='),
    same('ConditionalExpression', "rule?.type === 'probe'", 'true', 'A probe is only made by the rule for probes.'),
    same('OptionalChaining', 'rule?.type', 'rule.type', 'As above.'),
  ],
  'shared/src/connection/runner.ts': [
    same('ConditionalExpression', 'at !== null', 'true', 'No time is earlier than null, which counts as 0: 1970.'),
  ],
  'shared/src/connection/view.ts': [
    same('ConditionalExpression', "state.phase === 'connecting'", 'true', 'Only an attempt has `automatic`.', 'state.automatic'),
    same(
      'ConditionalExpression',
      "state.phase === 'waiting'",
      'true',
      'An attempt is exhausted only where the wait before it was.',
      'const gaveUp =',
    ),
    same('ConditionalExpression', "state.phase === 'disconnected'", 'true', 'Only a disconnected state has a `why`.', 'const needsHelp ='),
  ],
  'shared/src/live/gap.ts': [
    same('ArrayDeclaration', '[]', '["Stryker was here"]', 'That is not the type that is looked for.', '(gap.complete ?? [])'),
  ],
}
