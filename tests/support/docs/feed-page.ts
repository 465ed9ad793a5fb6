import { liveEventDraft } from '@standby/shared/live/event.ts'
import { exampleAnnouncement, exampleEvents, exampleSnapshot, exampleUpdate } from './examples.ts'
import { typeTables, type FieldRow } from './type-tables.ts'

/** In every event, and told once. */
const COMMON = ['id', 'at', 'missed', 'user', 'type', 'offset']
const WIDTH = 120

/** docs/feed.md: every message, event and slice, made of the types and schemas that the product checks with. */
export function feedPage(): string {
  const tables = typeTables('protocol.ts')
  const events = exampleEvents()
  const told = new Set<string>()
  const waiting: string[] = []
  /** The slice that a type is described with, where it has no heading of its own. */
  const places = new Map<string, string>()
  // The state has a section of its own.
  told.add('FeedState')
  const mention = (names: readonly string[]): void => {
    waiting.push(...names.filter((name) => !told.has(name) && !waiting.includes(name)))
  }

  function fields(typeName: string): string[] {
    const { about, rows, mentions } = tables.fieldsOf(typeName)
    mention(mentions)
    return [...(about === '' ? [] : [about, '']), ...table(rows)]
  }

  function typesTold(): string[] {
    const lines: string[] = []
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      if (told.has(name)) continue
      told.add(name)
      lines.push(`### ${name}`, '', ...fields(name), '')
    }
    return lines
  }

  const common = tables.fieldsOf('LiveEventDraft', 'chat')
  mention(common.mentions)
  const commonLines = [
    ...table(common.rows.filter(({ name }) => COMMON.includes(name))),
    '| `offset` | number | its place in the feed: strictly growing within an epoch, with gaps. 0 for a test event |',
  ]
  const eventLines = liveEventDraft.options.flatMap((option, index) => {
    const kind = option.shape.type.value
    const { rows, mentions } = tables.fieldsOf('LiveEventDraft', kind)
    mention(mentions)
    const own = rows.filter(({ name }) => !COMMON.includes(name.split(/[.[?]/)[0] ?? ''))
    return [`### \`${kind}\``, '', ...(own.length === 0 ? ['No more fields.'] : table(own)), '', ...json(events[index]), '']
  })
  const slices = tables.fieldsOf('FeedState')
  const sliceLines = slices.rows
    .filter(({ name }) => !/[.[]/.test(name))
    .flatMap(({ name, type, about }) => {
      const below = slices.rows.filter((row) => row.name.startsWith(`${name}.`) || row.name.startsWith(`${name}[].`))
      // A type that has its first use here has its fields here.
      const named = slices.mentions.find((one) => type.includes(`[${one}](`) && !told.has(one))
      const text = named === undefined ? type : type.replace(/\[(\w+)\]\(#\w+\)/, '`$1`')
      const lines = [
        `### \`${name}\``,
        '',
        `${text.replace(/^list/, 'List')}. ${about}`.trim(),
        '',
        ...(below.length === 0 ? [] : [...table(below), '']),
      ]
      if (named === undefined) return lines
      told.add(named)
      places.set(named, name)
      return [...lines, ...fields(named), '']
    })
  mention(slices.mentions)
  const typeLines = typesTold()

  return [
    '# The feed, field by field',
    '',
    '<!-- Made by `pnpm write-docs feed`. -->',
    '',
    'Every message of `ws://127.0.0.1:4747/ws`, every kind of event and every slice of the state, made of the types and schemas that Standby checks with. How to begin: [developing.md](developing.md).',
    'How a client resumes, what a gap is and how it is closed: [api.md](api.md#feed-get-ws-websocket). As a JSON Schema: `GET /api/schema/feed.json`.',
    '',
    'Times are ms since 1970. A field that ends with `?` may be left out. Later versions add fields, kinds and slices: pass over what you do not know.',
    '',
    '## Messages',
    '',
    '### Snapshot',
    '',
    ...fields('SnapshotMessage'),
    '',
    ...json(exampleSnapshot()),
    '',
    '### Update',
    '',
    ...fields('UpdateMessage'),
    '',
    ...json(exampleUpdate()),
    '',
    '### Announcements',
    '',
    ...fields('ReconnectionMessage'),
    '',
    ...json(exampleAnnouncement()),
    '',
    '### Test',
    '',
    ...fields('TestMessage'),
    '',
    '## Events',
    '',
    'In every event, but that some have no `user`:',
    '',
    ...commonLines,
    '',
    ...eventLines,
    '## Slices of the state',
    '',
    ...sliceLines,
    '## Types that are named above',
    '',
    ...typeLines,
  ]
    .join('\n')
    .replace(/\]\(#(\w+)\)/g, (link, anchor: string) => {
      const place =
        [...places].find(([name]) => name.toLowerCase() === anchor)?.[1] ?? (anchor === 'feedstate' ? 'slices-of-the-state' : null)
      return place === null ? link : `](#${place})`
    })
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()
    .concat('\n')
}

function table(rows: readonly FieldRow[]): string[] {
  const cell = (text: string): string => text.replaceAll('|', '\\|')
  return [
    '| field | type | |',
    '| --- | --- | --- |',
    ...rows.map(({ name, type, about }) => `| \`${name}\` | ${cell(type)} | ${cell(about)} |`),
  ]
}

const json = (value: unknown): string[] => ['```json', pretty(value, ''), '```']

/** JSON that breaks a line only where it is too long. */
function pretty(value: unknown, indent: string): string {
  const short = spaced(value)
  if (short.length + indent.length <= WIDTH || typeof value !== 'object' || value === null) return short
  const inner = `${indent}  `
  if (Array.isArray(value)) return `[\n${value.map((one) => inner + pretty(one, inner)).join(',\n')}\n${indent}]`
  const lines = Object.entries(value).map(([name, one]) => `${inner}${JSON.stringify(name)}: ${pretty(one, inner)}`)
  return `{\n${lines.join(',\n')}\n${indent}}`
}

/** On one line, with a space after each comma and colon. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.map(spaced).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const parts = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${spaced(one)}`)
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
}
