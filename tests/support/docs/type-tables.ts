import { join, relative, sep } from 'node:path'
import ts from 'typescript'
import { ROOT } from '../../run/program.ts'

/** One field: `name` with a dot for what is within another, `[]` for each of a list. */
export interface FieldRow {
  name: string
  type: string
  about: string
}

/** The types of the feed as the compiler knows them, with the comments that stand beside them. */
export interface TypeTables {
  /** The fields of an exported type, and the named types that they mention. `kind`: of a union, the one whose `type` it is. */
  fieldsOf(typeName: string, kind?: string): { about: string; rows: FieldRow[]; mentions: string[] }
}

const SHARED = join(ROOT, 'shared', 'src')
/** Unions of many words are told by their first ones. */
const MOST_CHARACTERS = 400

/** Reads `file` (below shared/src) and all that it imports. */
export function typeTables(file: string): TypeTables {
  const path = join(SHARED, file)
  const program = ts.createProgram([path], {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: [],
  })
  const checker = program.getTypeChecker()
  const declared = namedTypes(program, checker)
  const names = new Map([...declared].map(([name, { type }]) => [type, name]))

  const docOf = (symbol: ts.Symbol): string => {
    const origin = (symbol as { links?: { syntheticOrigin?: ts.Symbol } }).links?.syntheticOrigin
    const parts = [symbol, ...(origin === undefined ? [] : [origin])].map((one) =>
      ts.displayPartsToString(one.getDocumentationComment(checker)),
    )
    return (parts.find((text) => text !== '') ?? '').replace(/\s+/g, ' ').trim()
  }

  /** The name of a type that has a table of its own. */
  function nameOf(type: ts.Type): string | null {
    const name = names.get(type) ?? null
    return name !== null && isObject(type) && checker.getPropertiesOfType(type).length > 0 ? name : null
  }

  function textOf(type: ts.Type): string {
    // They have a section of their own, one for each kind.
    if (names.get(type)?.startsWith('LiveEvent') === true) return '[event](#events)'
    if (type.isUnion()) {
      const parts = withoutBoolean(type, checker).map((one) => (typeof one === 'string' ? one : textOf(one)))
      const text = [...new Set(parts)].join(' or ')
      return text.length > MOST_CHARACTERS ? `${text.slice(0, text.lastIndexOf(' or ', MOST_CHARACTERS))} …` : text
    }
    const item = itemOf(type, checker)
    if (item !== null) return `list of ${textOf(item)}`
    const alias = type.aliasSymbol?.name
    if (alias === 'Sentence' || isSentence(type)) return '[sentence](api.md#obs)'
    const name = nameOf(type)
    if (name !== null) return `[${name}](#${name.toLowerCase()})`
    if (type.isStringLiteral()) return `\`${type.value}\``
    if (isCounts(type, checker)) return 'object: how many, by kind'
    if (type.getStringIndexType() !== undefined || isRecord(type, checker)) return 'object'
    return isObject(type) ? 'object' : checker.typeToString(type)
  }

  function mentioned(type: ts.Type): string[] {
    if (type.isUnion()) return type.types.flatMap(mentioned)
    const item = itemOf(type, checker)
    if (item !== null) return mentioned(item)
    const name = nameOf(type)
    return name === null ? [] : [name]
  }

  /** What is written out below the field itself: an object without a name, also one of a list, or one that may be null. */
  function within(type: ts.Type): { type: ts.Type; mark: string } | null {
    const parts = type.isUnion() ? type.types.filter((one) => (one.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)) === 0) : [type]
    const [only] = parts
    if (only === undefined || parts.length > 1 || only.aliasSymbol?.name === 'Sentence') return null
    const item = itemOf(only, checker)
    if (item !== null) {
      const inner = within(item)
      return inner === null ? null : { ...inner, mark: `[]${inner.mark}` }
    }
    if (isCounts(only, checker) || isSentence(only)) return null
    return isObject(only) && nameOf(only) === null && checker.getPropertiesOfType(only).length > 0 ? { type: only, mark: '' } : null
  }

  function rowsOf(type: ts.Type, prefix: string): { rows: FieldRow[]; mentions: string[] } {
    const rows: FieldRow[] = []
    const mentions: string[] = []
    for (const property of checker.getPropertiesOfType(type)) {
      const whole = checker.getTypeOfSymbol(property)
      const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0
      const own = isOptional ? checker.getNonNullableType(whole) : whole
      const name = `${prefix}${property.name}`
      rows.push({ name: isOptional ? `${name}?` : name, type: textOf(isOptional ? own : whole), about: docOf(property) })
      mentions.push(...mentioned(whole))
      const inner = within(own)
      if (inner === null) continue
      const below = rowsOf(inner.type, `${name}${inner.mark}.`)
      rows.push(...below.rows)
      mentions.push(...below.mentions)
    }
    return { rows, mentions }
  }

  return {
    fieldsOf(typeName, kind) {
      const found = declared.get(typeName)
      const type = found === undefined || kind === undefined ? found?.type : variantOf(found.type, kind, checker)
      if (found === undefined || type === undefined) {
        throw new Error(`${relative(ROOT, path).split(sep).join('/')} and what it imports declare no ${typeName} ${kind ?? ''}.`)
      }
      return { about: docOf(found.symbol), ...rowsOf(type, '') }
    },
  }
}

/** Every type that a file of shared/src declares. */
function namedTypes(program: ts.Program, checker: ts.TypeChecker): Map<string, { symbol: ts.Symbol; type: ts.Type }> {
  const found = new Map<string, { symbol: ts.Symbol; type: ts.Type }>()
  for (const source of program.getSourceFiles()) {
    if (!source.fileName.includes('/shared/src/')) continue
    for (const statement of source.statements) {
      if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) continue
      // What has parameters is another type for each of them.
      if ((statement.typeParameters?.length ?? 0) > 0) continue
      const symbol = checker.getSymbolAtLocation(statement.name)
      if (symbol !== undefined) found.set(symbol.name, { symbol, type: checker.getDeclaredTypeOfSymbol(symbol) })
    }
  }
  return found
}

/** The type of a union whose field `type` has this word. */
function variantOf(type: ts.Type, kind: string, checker: ts.TypeChecker): ts.Type | undefined {
  const variants = type.isUnion() ? type.types : [type]
  return variants.find((one) => {
    const property = one.getProperty('type')
    const word = property === undefined ? undefined : checker.getTypeOfSymbol(property)
    return word?.isStringLiteral() === true && word.value === kind
  })
}

function isObject(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Object) !== 0 && type.getCallSignatures().length === 0
}

/** What is said by its code, in any language. */
function isSentence(type: ts.Type): boolean {
  return isObject(type) && ['code', 'params', 'text'].every((name) => type.getProperty(name) !== undefined)
}

/** Numbers by a word, each of which may be left out. */
function isCounts(type: ts.Type, checker: ts.TypeChecker): boolean {
  const properties = isObject(type) ? checker.getPropertiesOfType(type) : []
  const isNumber = (one: ts.Symbol): boolean => {
    const isOptional = (one.flags & ts.SymbolFlags.Optional) !== 0
    return isOptional && (checker.getNonNullableType(checker.getTypeOfSymbol(one)).flags & ts.TypeFlags.Number) !== 0
  }
  return properties.length > 3 && properties.every(isNumber)
}

function itemOf(type: ts.Type, checker: ts.TypeChecker): ts.Type | null {
  return checker.isArrayType(type) ? (checker.getTypeArguments(type as ts.TypeReference)[0] ?? null) : null
}

function isRecord(type: ts.Type, checker: ts.TypeChecker): boolean {
  return isObject(type) && checker.getPropertiesOfType(type).length === 0
}

/** The parts of a union, with the two of a boolean as one word. */
function withoutBoolean(type: ts.UnionType, checker: ts.TypeChecker): (ts.Type | string)[] {
  const isBoolean = (one: ts.Type): boolean => (one.flags & ts.TypeFlags.BooleanLiteral) !== 0
  const parts = type.types.filter((one) => (one.flags & ts.TypeFlags.Undefined) === 0)
  const booleans = parts.filter(isBoolean)
  const others = parts.filter((one) => !isBoolean(one))
  const words = booleans.length === 2 ? ['boolean'] : booleans.map((one) => checker.typeToString(one))
  // Null is said last.
  const isNull = (one: ts.Type): boolean => (one.flags & ts.TypeFlags.Null) !== 0
  return [...words, ...others.filter((one) => !isNull(one)), ...others.filter(isNull)]
}
