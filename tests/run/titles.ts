import ts from 'typescript'

export interface TestTitle {
  file: string
  line: number
  /** Literal text, with `${…}` for what is filled in; `null` where the title is not written as text. */
  title: string | null
  /** The ids in its name, or in the name of a group around it. */
  rules: string[]
  /** The names of the groups around it, the outermost first. */
  groups: string[]
  /** False for `skip` and `todo`: such a test proves nothing. */
  proves: boolean
}

const TEST = new Set(['test', 'it'])
const GROUP = new Set(['describe', 'suite'])
const HOOKS = ['beforeEach', 'afterEach', 'beforeAll', 'afterAll', 'aroundEach', 'aroundAll']
const MODIFIERS = new Set(['each', 'for', 'extend', 'skipIf', 'runIf', 'override', 'scoped', ...HOOKS])
/** The ids that a title begins with. */
export const IDS = /^(?:\[[A-Z]{2,}\d+\] ?)+/

/** The ids a name starts with: `[CN3][FD1] what happens` has two. */
export function idsOf(title: string): string[] {
  return IDS.exec(title)?.[0].match(/[A-Z]{2,}\d+/g) ?? []
}

/** Reads the names of all tests in a source text, without running it. Knows `test`, `it`, what is made of them, and groups. */
export function titlesIn(source: string, file: string): TestTitle[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true)
  const names = new Set(TEST)
  const found: TestTitle[] = []

  const visit = (node: ts.Node, inherited: string[], groups: string[], proves: boolean): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) {
      if (ts.isCallExpression(node.initializer) && names.has(chainOf(node.initializer).root)) names.add(node.name.text)
    }
    if (!ts.isCallExpression(node)) {
      ts.forEachChild(node, (child) => visit(child, inherited, groups, proves))
      return
    }
    const { root, properties } = chainOf(node.expression)
    const isModifier = ts.isPropertyAccessExpression(node.expression) && MODIFIERS.has(node.expression.name.text)
    const title = textOf(node.arguments[0])
    const ids = title === null ? [] : idsOf(title)
    const isGroup = GROUP.has(root) && !isModifier
    // A function that wraps `test` is told by the id its first argument starts with, and by taking more than that.
    const isWrapper = ids.length > 0 && node.arguments.length > 1
    const isTest = !isGroup && !isModifier && (names.has(root) || isWrapper)
    const stillProves = proves && !properties.includes('skip') && !properties.includes('todo')
    const rules = [...inherited, ...ids]
    if (isTest) {
      const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
      found.push({ file, line, title, rules, groups, proves: stillProves })
    }
    const within = isGroup ? rules : inherited
    const around = isGroup && title !== null ? [...groups, title] : groups
    ts.forEachChild(node, (child) => visit(child, within, around, isGroup ? stillProves : proves))
  }
  visit(tree, [], [], true)
  return found
}

/** `test.for(rows)` and the like, as the name it starts from and the properties on the way. */
function chainOf(expression: ts.Expression): { root: string; properties: string[] } {
  const properties: string[] = []
  let at = expression
  for (;;) {
    if (ts.isPropertyAccessExpression(at)) {
      properties.push(at.name.text)
      at = at.expression
    } else if (ts.isCallExpression(at)) at = at.expression
    else if (ts.isTaggedTemplateExpression(at)) at = at.tag
    else return { root: ts.isIdentifier(at) ? at.text : '', properties }
  }
}

function textOf(argument: ts.Expression | undefined): string | null {
  if (argument === undefined) return null
  if (ts.isStringLiteralLike(argument)) return argument.text
  if (ts.isTemplateExpression(argument)) {
    return argument.head.text + argument.templateSpans.map((span) => `\${…}${span.literal.text}`).join('')
  }
  if (ts.isBinaryExpression(argument) && argument.operatorToken.kind === ts.SyntaxKind.PlusToken) return textOf(argument.left)
  return null
}
