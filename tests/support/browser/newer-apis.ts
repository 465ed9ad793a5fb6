import ts from 'typescript'

// What Chromium 103, the browser of OBS 28 to 30.2, does not have yet. The build lowers syntax, but adds no missing API. Types do not tell:
// those of the page have no version. By the number of the first Chromium that has it.

/** On any object: names that nothing else in the pages has. */
const METHODS: Readonly<Record<string, number>> = {
  checkVisibility: 105,
  isWellFormed: 111,
  toWellFormed: 111,
  startViewTransition: 111,
  toReversed: 110,
  toSorted: 110,
  toSpliced: 110,
  showPopover: 114,
  hidePopover: 114,
  togglePopover: 114,
  getSetCookie: 113,
  isDisjointFrom: 122,
  isSubsetOf: 122,
  isSupersetOf: 122,
  symmetricDifference: 122,
  setHTMLUnsafe: 124,
  moveBefore: 133,
  transferToFixedLength: 114,
  caretPositionFromPoint: 128,
  requestClose: 134,
}

/** On one object only: `URL.canParse`. */
const STATICS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AbortSignal: { any: 116 },
  Array: { fromAsync: 121 },
  Error: { isError: 134 },
  Iterator: { from: 122, concat: 146 },
  Map: { groupBy: 117 },
  Math: { f16round: 135, sumPrecise: 147 },
  Object: { groupBy: 117 },
  Promise: { withResolvers: 119, try: 128 },
  RegExp: { escape: 136 },
  Response: { json: 105 },
  Symbol: { dispose: 134, asyncDispose: 134 },
  URL: { canParse: 120, parse: 126 },
  Uint8Array: { fromBase64: 140, fromHex: 140 },
}

/** By themselves: `new Highlight()`. */
const GLOBALS: Readonly<Record<string, number>> = {
  CloseWatcher: 126,
  DisposableStack: 134,
  Float16Array: 135,
  Highlight: 105,
  Iterator: 122,
  Sanitizer: 146,
  SuppressedError: 134,
  WebSocketStream: 124,
}

/** What of a built script is newer than Chromium 103, each with its version. */
export function newerApis(script: string, file: string): string[] {
  const tree = ts.createSourceFile(file, script, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS)
  const found: string[] = []
  const note = (what: string, version: number | undefined): void => {
    if (version !== undefined) found.push(`${file}: ${what} (Chromium ${version})`)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      const name = node.name.text
      if (Object.hasOwn(METHODS, name)) note(name, METHODS[name])
      const owner = ts.isIdentifier(node.expression) ? node.expression.text : ''
      if (Object.hasOwn(STATICS, owner) && Object.hasOwn(STATICS[owner] ?? {}, name)) note(`${owner}.${name}`, STATICS[owner]?.[name])
      // Of an array; `with` on anything else would be found too, and nothing in the pages has it.
      if (name === 'with') note('with', 110)
    }
    if (ts.isIdentifier(node) && Object.hasOwn(GLOBALS, node.text) && isValue(node)) note(node.text, GLOBALS[node.text])
    if (ts.isRegularExpressionLiteral(node) && /\/[a-z]*v[a-z]*$/.test(node.text)) note(`the flag v of ${node.text}`, 112)
    if (ts.isBindingElement(node) && node.propertyName !== undefined && ts.isIdentifier(node.propertyName)) {
      const name = node.propertyName.text
      if (Object.hasOwn(METHODS, name)) note(name, METHODS[name])
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

/** Used as a value: not the name of a property, and no key of an object. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  return !ts.isPropertyAssignment(parent) || parent.initializer === node
}
