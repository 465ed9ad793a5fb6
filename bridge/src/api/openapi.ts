import * as z from 'zod'
import { apiError } from './answers.ts'
import { OPERATIONS, type Operation } from './operations.ts'

type Json = Readonly<Record<string, unknown>>

const REFUSED = { $ref: '#/components/responses/refused' }

/** What is said of a route that nobody has described. A test finds it. */
export const NOT_DESCRIBED: Operation = { does: 'Not described yet.', answer: z.unknown() }

/** The HTTP API as OpenAPI 3.1 has it. `version`: of Standby. `routes`: those that there are. */
export function openApi(version: string, routes: readonly string[]): Json {
  const paths: Record<string, Record<string, Json>> = {}
  const others = routes.filter((name) => !(name in OPERATIONS)).map((name) => [name, NOT_DESCRIBED] as const)
  for (const [name, operation] of [...Object.entries(OPERATIONS), ...others]) {
    const [method = '', path = ''] = name.split(' ')
    paths[path] = { ...paths[path], [method.toLowerCase()]: described(name, operation) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Standby',
      version,
      description: 'The API of Standby on this computer. More is in docs/api.md; the feed at /ws is described by /api/schema/feed.json.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: 'http://127.0.0.1:4747' }],
    // On this computer none is needed.
    security: [{}, { token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'For programs on other computers, if the creator lets them in.' },
      },
      responses: {
        refused: {
          description: 'What happened, and what to do',
          content: { 'application/json': { schema: schemaOf(apiError, 'output') } },
        },
      },
    },
  }
}

function described(name: string, { does, body, query, params, answer, status = 200 }: Operation): Json {
  const parameters = [...parametersOf(params, 'path'), ...parametersOf(query, 'query')]
  return {
    operationId: operationId(name),
    summary: does,
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: bodyOf(body) }),
    responses: {
      [status]: { description: does, content: contentOf(answer) },
      default: REFUSED,
    },
  }
}

/** `POST /api/card/file/{slot}` is `postCardFileSlot`. */
function operationId(name: string): string {
  const [method = '', ...words] = name.replace(' /api', ' ').match(/[a-z0-9]+/gi) ?? []
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function bodyOf(body: z.ZodType | string): Json {
  if (typeof body === 'string') return { required: true, content: { [body]: { schema: {} } } }
  // No body is read as an empty one.
  const required = !body.safeParse({}).success
  return { required, content: { 'application/json': { schema: schemaOf(body, 'input') } } }
}

function contentOf(answer: Operation['answer']): Json {
  if (answer instanceof z.ZodType) return { 'application/json': { schema: schemaOf(answer, 'output') } }
  return Object.fromEntries(answer.map((type) => [type, { schema: {} }]))
}

function parametersOf(fields: z.ZodType | undefined, where: 'path' | 'query'): Json[] {
  if (fields === undefined) return []
  const { properties = {}, required = [] } = schemaOf(fields, 'input') as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema,
  }))
}

/** What comes in is cleaned by code that no schema can tell; what a request may hold is told up to there. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...made } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any', reused: 'inline' })
  return made
}
