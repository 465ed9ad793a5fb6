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
    same('ConditionalExpression', 'steadyAt === null', 'false', 'Null counts as 0, and no time is earlier.', 'const decision ='),
    same('ConditionalExpression', 'streamingSince === null', 'false', 'Null counts as 0: a stream that began in 1970 is steady.'),
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
    same('ConditionalExpression', "state.phase === 'waiting'", 'true', 'Only a waiting state has a `next`.', 'probed ='),
    same('ConditionalExpression', 'state.cause === null', 'false', 'A probe is only made after a loss, which has a cause.', 'const rule ='),
    same('ConditionalExpression', "rule?.type === 'probe'", 'true', 'A probe is only made by the rule for probes.'),
    same('OptionalChaining', 'rule?.type', 'rule.type', 'As above.'),
    same('ConditionalExpression', "state.phase === 'disconnected'", 'true', 'Only a disconnected state has a `why`.', 'const needsHelp ='),
    same('ConditionalExpression', "state.phase === 'waiting'", 'true', 'No attempt begins while one runs.', 'return (state.phase'),
    same(
      'ConditionalExpression',
      "state.phase === 'disconnected'",
      'true',
      'Only a disconnected state has a `why`.',
      'return (state.phase',
    ),
  ],
  'shared/src/connection/after-loss.ts': [
    same(
      'ConditionalExpression',
      "rule.type !== 'backoff'",
      'false',
      'Only a rule for backing off has `whenRepeated`. It is there for the types.',
    ),
  ],
  'shared/src/connection/way.ts': [same('Regex', '/[\\s,]+/', '/[\\s,]/', 'Empty names are left out in any case.')],
  'shared/src/connection/ladder.ts': [
    same('ConditionalExpression', "state.phase === 'waiting'", 'true', 'Only a waiting state has `lost`.', 'const isDropped ='),
    same('ConditionalExpression', "state.phase === 'disconnected'", 'true', 'Only a disconnected state has a `why`.', 'return state.phase'),
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
  'shared/src/feed/reader.ts': [same('StringLiteral', "''", '"Stryker was here!"', 'No message has such an id.', 'const isSeen =')],
  'shared/src/feed/replica.ts': [
    same('StringLiteral', "''", '"Stryker was here!"', 'What nobody did has one name or the other.', 'const personIn ='),
    same('ConditionalExpression', 'gone.size === 0', 'false', 'If nothing is gone, all of them are left.'),
    same('ConditionalExpression', 'events.length <= count', 'false', 'If none is too many, none is given up.'),
    same('EqualityOperator', 'events.length <= count', 'events.length < count', 'As above.'),
    same('ArrayDeclaration', '[]', '["Stryker was here"]', 'That is no event, so all events are left.', 'if (events.length <= count)'),
  ],
  'shared/src/live/gift-kinds.ts': [
    same(
      'ConditionalExpression',
      "draft.type !== 'gift'",
      'false',
      'Only gifts have a name. It is there for the types.',
      "|| draft.name !== ''",
    ),
  ],
  'shared/src/live/gap.ts': [
    same('ArrayDeclaration', '[]', '["Stryker was here"]', 'That is not the type that is looked for.', '(gap.complete ?? [])'),
  ],
  'bridge/src/obs/pages/own-page.ts': [same('MethodExpression', 'url.trim()', 'url', '`URL.parse` leaves out blanks at both ends itself.')],
  'bridge/src/obs/scenes/reconcile-source.ts': [
    same(
      'ConditionalExpression',
      'on === null',
      'false',
      'Nobody wishes to go back if nothing is on. It is there for the types.',
      "if (wanted.go === 'back')",
    ),
    same(
      'OptionalChaining',
      'observed.items?.some',
      'observed.items.some',
      'Without items it has returned before. It is there for the types.',
    ),
  ],
  'bridge/src/obs/scenes/scene.ts': [same('Regex', '/[^\\p{L}\\p{N}]+/gu', '/[^\\p{L}\\p{N}]/gu', 'Each sign is taken out in any case.')],
  'bridge/src/obs/setup/inputs.ts': [same('Regex', '/_v(\\d+)$/', '/_v(\\d+)/', 'Only kinds that end like this come here.')],
  'bridge/src/sources/redact.ts': [
    same('ArrayDeclaration', '[]', '["Stryker was here"]', 'No text says that.', 'secrets: readonly string[] = []'),
    same('StringLiteral', "''", '"Stryker was here!"', 'There is a sign at each place. It is there for the types.', 'while (end > 0'),
    same('ConditionalExpression', 'end > 0', 'true', 'Before the beginning there is no sign of a word.'),
    same('EqualityOperator', 'end > 0', 'end >= 0', 'As above.'),
  ],
  'bridge/src/sources/euler/read.pure.ts': [same('BlockStatement', '{ return null }', '{}', 'No value is read like null.')],
  'bridge/src/sources/studio/read.pure.ts': [
    same('BlockStatement', '{ return null }', '{}', 'No value is read like null.'),
    same('ConditionalExpression', 'repeat_end === true', 'false', 'As a number it is 1.'),
  ],
  'bridge/src/sources/tikfinity/read.pure.ts': [
    same('BlockStatement', '{ return null }', '{}', 'No value is read like null.'),
    same(
      'ConditionalExpression',
      "typeof value === 'object'",
      'true',
      'A text or a number has none of the fields that are read.',
      'const fields =',
    ),
  ],
  'bridge/src/sources/silence.pure.ts': [
    same('StringLiteral', "'tiktok'", '""', 'Only `local` makes a difference.', 'silenceLimitMs(usualGapMs'),
    same(
      'ConditionalExpression',
      "answer === 'paused'",
      'false',
      'A text has no kind, so that null comes of it anyway. It is there for the types.',
    ),
    same('StringLiteral', "'paused'", '""', 'As above.', "if (answer === 'paused')"),
  ],
  'bridge/src/tikfinity/origins.pure.ts': [same('StringLiteral', "''", '"Stryker was here!"', 'Both are no host.', 'URL.parse(`ws:')],
  'shared/src/clean-text.ts': [
    same('ConditionalExpression', 'clean.length <= maxLength', 'false', 'Cutting a text that is short enough leaves it as it is.'),
    same('EqualityOperator', 'clean.length <= maxLength', 'clean.length < maxLength', 'As above.'),
  ],
  'shared/src/comparison.ts': [
    same(
      'ArrayDeclaration',
      '[]',
      '["Stryker was here"]',
      'With no such letter and no added mark, the word is the same with and without the marks.',
      'const spelled =',
    ),
    same('StringLiteral', "''", '"Stryker was here!"', 'Only marks are looked for in what is left.', 'const rest ='),
    same('Regex', '/[^\\p{L}\\p{N}\\p{M}]+/gu', '/[^\\p{L}\\p{N}\\p{M}]/gu', 'Each sign is taken out in any case.'),
  ],
  'shared/src/settings/blocked-words.ts': [
    same('ConditionalExpression', 'forms.length === 0', 'false', 'Without words nothing is found anyway.'),
    same('ArrayDeclaration', '[]', '["Stryker was here"]', 'No text has capitals in its compared form.', 'const others: string[] = []'),
    same('ConditionalExpression', 'look !== plain', 'true', 'The same word twice finds nothing more.'),
    same('ConditionalExpression', "form === ''", 'false', 'In an empty text nothing is found anyway.'),
    same('StringLiteral', "''", '"Stryker was here!"', 'As above.', "if (form === '') return false"),
    same('ConditionalExpression', 'alone.size === 0', 'false', 'Without such words nothing is found anyway.'),
    same(
      'ArrayDeclaration',
      '[]',
      '["Stryker was here"]',
      'It is longer than the longest word, or in none: no text has capitals in its compared form.',
      'const pieces: string[] = []',
    ),
    same('ConditionalExpression', 'parts.length > 1', 'true', 'One part has been looked up by then, and no part is no word.'),
    same('EqualityOperator', 'parts.length > 1', 'parts.length >= 1', 'As above.'),
    same('OptionalChaining', 'word.match(LETTERS)?.[0]', 'word.match(LETTERS)[0]', 'What comes here begins with a letter or a digit.'),
    same('ConditionalExpression', "bare === token || bare === ''", 'false', 'The same token twice, or an empty one, finds nothing more.'),
    same('LogicalOperator', "bare === token || bare === ''", "bare === token && bare === ''", 'As above.'),
    same('ConditionalExpression', 'bare === token', 'false', 'As above.'),
    same('ConditionalExpression', "bare === ''", 'false', 'As above.'),
    same('StringLiteral', "''", '"Stryker was here!"', 'As above.', 'const all = bare === token'),
    same('EqualityOperator', 'from < pieces.length', 'from <= pieces.length', 'After the last piece there is none.'),
    same('ConditionalExpression', 'at < pieces.length', 'true', 'What is joined does not grow after the last piece.'),
    same('EqualityOperator', 'at < pieces.length', 'at <= pieces.length', 'As above.'),
    same('StringLiteral', "''", '"Stryker was here!"', 'There is a piece at each place. It is there for the types.', 'const piece ='),
    same('ConditionalExpression', 'count > 1', 'true', 'One piece alone has been looked up by then.'),
    same('EqualityOperator', 'count > 1', 'count >= 1', 'As above.'),
    same('ArrayDeclaration', '[]', '["Stryker was here"]', 'Only an empty word has no runs, and none comes here.', 'const runsOf ='),
    same('ConditionalExpression', 'word === token', 'false', 'The same word has the same runs.'),
    same('EqualityOperator', 'run > (runs[at] ?? 0)', 'run >= (runs[at] ?? 0)', 'An equal run was accepted before.'),
  ],
  'shared/src/settings/card-settings.ts': [same('StringLiteral', "'default'", '""', 'Only `nearest` makes a difference.')],
  'shared/src/settings/overlay-settings.ts': [same('StringLiteral', "'default'", '""', 'Only `nearest` makes a difference.')],
  'shared/src/settings/tiktok-username.ts': [
    same('StringLiteral', "''", '"Stryker was here!"', 'A mention has a name. It is there for the types.', "([, name = ''])"),
    same('StringLiteral', "''", '"Stryker was here!"', 'Both are no name.', 'onlyMention(text)'),
    same(
      'MethodExpression',
      'name.toLowerCase()',
      'name.toUpperCase()',
      'The name is written in small letters afterwards.',
      "([, name = ''])",
    ),
    same(
      'Regex',
      '/(?:^|[\\s/"\'(<])(?:(?:vm|vt)\\.tiktok\\.com|(?:www\\.|m\\.)?tiktok\\.com\\/t)\\/[\\w-]+/i',
      '/(?:^|[\\s/"\'(<])(?:(?:vm|vt)\\.tiktok\\.com|(?:www\\.|m\\.)?tiktok\\.com\\/t)\\/[\\w-]/i',
      'One sign is enough to know it.',
    ),
  ],
  'shared/src/words/refusals.ts': [
    same('StringLiteral', "''", '"Stryker was here!"', 'There is a word for it. It is there for the types.', 'KINDS[expected]'),
  ],
  'shared/src/web-names.ts': [
    same('StringLiteral', "''", '"Stryker was here!"', 'A split text has at least one part. It is there for the types.', 'const last ='),
  ],
}
