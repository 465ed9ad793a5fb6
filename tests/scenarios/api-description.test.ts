import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { feedClient } from '../support/peers/feed-server.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { waitFor } from '../support/wait.ts'

const DOCS = readFileSync(join(import.meta.dirname, '../../docs/api.md'), 'utf8')

interface Described {
  summary: string
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, Answer>
}

interface Answer {
  content?: Record<string, { schema: object }>
}

let bridge: TestBridge
let description: { paths: Record<string, Record<string, Described>>; components: { responses: { refused: Answer } } }
beforeAll(async () => {
  bridge = await startBridge()
  description = (await ask('GET', '/api/openapi.json')).body as typeof description
})
afterAll(() => bridge.stop())

async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(bridge.origin + path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return { status: response.status, body: isJson ? JSON.parse(text) : text }
}

/** `GET /api/…`, each with what is said of it. */
const operations = (): [string, Described][] =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, told]): [string, Described] => [`${method.toUpperCase()} ${path}`, told]),
  )

/** The routes of docs/api.md, written as the description writes them. */
const documented = (): string[] => {
  const named = [...DOCS.matchAll(/(GET|POST) (\/[\w/:.-]*)/g)].map(([, method, path]) => `${method} ${path!.replace(/:(\w+)/g, '{$1}')}`)
  return [...new Set(named)].filter((name) => name !== 'GET /ws').sort()
}

/** What is said of the answer with this status; undefined if it is no JSON. */
const answerSchema = ({ responses }: Described, status: number): object | undefined =>
  (responses[status] ?? description.components.responses.refused).content?.['application/json']?.schema

/** Fields that no schema names are an error here: what a bridge really sends is described whole. */
function strictly(schema: object): ValidateFunction {
  const closed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(closed)
    if (typeof value !== 'object' || value === null) return value
    const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, closed(one)]))
    return 'properties' in inner && !('additionalProperties' in inner) ? { ...inner, unevaluatedProperties: false } : inner
  }
  return new Ajv2020({ strict: false, allErrors: true }).compile(closed(schema) as object)
}

function expectFits(schema: object, value: unknown, what: string): void {
  const validate = strictly(schema)
  expect(validate(value) ? [] : validate.errors?.slice(0, 3), what).toEqual([])
}

describe('API', () => {
  test('[AP15] the description is valid OpenAPI, and says something of every route', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(description))
    expect(errors ?? []).toEqual([])
    expect(valid).toBe(true)
    expect(operations().length).toBeGreaterThan(60)
    for (const [name, { summary }] of operations()) expect([name, summary]).not.toEqual([name, 'Not described yet.'])
    const ids = operations().map(([, told]) => (told as unknown as { operationId: string }).operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('[AP15] docs/api.md names every route that is described, and no other', () => {
    expect(
      operations()
        .map(([name]) => name)
        .sort(),
    ).toEqual(documented())
  })

  test('[AP15] every route that is described exists', async () => {
    for (const [name] of operations()) {
      const [method, path] = name.split(' ') as [string, string]
      // Nothing that these requests say is taken: the body is none that any route has.
      if (method === 'POST' && /quit|open-folder|new-version/.test(path)) continue
      const { body } = await ask(
        method,
        path.replace('{of}', 'obs').replace(/\{\w+\}/g, 'none'),
        method === 'POST' ? { noSuchField: 1 } : undefined,
      )
      // Only a package has licences to show.
      if (path !== '/licences') expect([name, (body as { error?: string }).error]).not.toEqual([name, 'not-found'])
    }
  })

  test('[AP15] a body that the description refuses is refused, and what it names is what is checked', async () => {
    const withBody = operations().filter(([, { requestBody }]) => requestBody?.content['application/json'] !== undefined)
    expect(withBody.length).toBeGreaterThan(25)
    for (const [name, { requestBody }] of withBody) {
      const [method, path] = name.split(' ') as [string, string]
      const schema = requestBody!.content['application/json']!.schema
      const bad = { noSuchField: 1 }
      if (!path.includes('{slot}') && !new Ajv2020({ strict: false }).compile(schema)(bad)) {
        const { status, body } = await ask(method, path.replace('{roomId}', 'none'), bad)
        // That one says by itself that somebody chose another file.
        const error = path === '/api/look/import' ? 'no-look-file' : 'invalid-request'
        expect([name, status, (body as { error: string }).error]).toEqual([name, 400, error])
      }
    }
  })

  test('[AP16] what a bridge really answers fits the description, field by field', async () => {
    const get = operations().filter(([name]) => name.startsWith('GET ') && !name.includes('{'))
    let looked = 0
    for (const [name, told] of get) {
      const path = name.slice('GET '.length)
      const { status, body } = await ask('GET', path)
      const schema = answerSchema(told, status)
      if (schema === undefined || path.includes('schema') || path.includes('openapi')) continue
      expectFits(schema, body, name)
      if (status === 200) looked += 1
    }
    expect(looked).toBeGreaterThan(14)
    const posts: [string, unknown][] = [
      ['/api/overlay/settings', { parts: { battle: { on: true } } }],
      ['/api/moderation/words', { words: ['boo'] }],
      ['/api/test/event', { type: 'gift' }],
      ['/api/demo/drop', { kind: 'close', seconds: 1 }],
      ['/api/history/retention', { days: 20, megabytes: null }],
      ['/api/tikfinity', { caughtUp: true }],
      ['/api/overlay/goal', { index: 3, add: 1 }],
      ['/api/tiktok/connect', { username: 5 }],
    ]
    for (const [path, sent] of posts) {
      const { status, body } = await ask('POST', path, sent)
      expectFits(answerSchema(description.paths[path]!['post']!, status)!, body, path)
    }
  })

  test('[AP16] what a bridge really sends over the feed fits its schema, with every slice of the state', async () => {
    const schema = (await ask('GET', '/api/schema/feed.json')).body as object
    const client = await feedClient(`${bridge.url.feed}?types=all`)
    await waitFor(() => client.events().length > 5, { timeoutMs: 30_000, what: 'some events of the demo' })
    const validate = strictly(schema)
    const described = client.messages.filter(({ type }) => ['snapshot', 'update', 'test'].includes(type))
    for (const message of described) {
      validate(message)
      expect(validate.errors?.slice(0, 3) ?? [], JSON.stringify(message).slice(0, 400)).toEqual([])
    }
    const [first] = described
    const slices = Object.keys(first?.type === 'snapshot' ? first.state : {})
    const text = JSON.stringify(schema)
    for (const slice of slices) expect([slice, text.includes(`"${slice}":`)]).toEqual([slice, true])
    client.socket.terminate()
  })
})
