import postcss, { type AtRule } from 'postcss'

/** What a browser has to know for a style sheet to mean what it says. */
export interface Demands {
  /** `property: value`, where a value without variables can be asked for; each once. */
  declarations: { property: string; value: string }[]
  /** Of variables, and of values with variables in them, a browser says nothing before they are used: their functions and units. */
  functions: string[]
  units: string[]
  selectors: string[]
  queries: string[]
  /** At-rules by their name. */
  atRules: string[]
}

/** Of these sheets, what a browser can be asked for. */
export function demandsOf(sheets: readonly string[]): Demands {
  const declarations = new Map<string, { property: string; value: string }>()
  const sets = { functions: new Set<string>(), units: new Set<string>(), selectors: new Set<string>() }
  const queries = new Set<string>()
  const atRules = new Set<string>()
  for (const sheet of sheets) {
    const root = postcss.parse(sheet)
    root.walkAtRules(({ name, params }) => {
      atRules.add(name)
      if (name === 'media') queries.add(params)
    })
    root.walkRules((rule) => {
      if (!isIn(rule.parent, 'keyframes')) sets.selectors.add(rule.selector)
    })
    root.walkDecls(({ prop: property, value, parent }) => {
      if (isIn(parent, 'font-face') || isIn(parent, 'property')) return
      if (!property.startsWith('--') && !value.includes('var(')) {
        declarations.set(`${property}: ${value}`, { property, value })
        return
      }
      if (!property.startsWith('--')) declarations.set(property, { property, value: 'inherit' })
      const plain = value.replace(/url\([^)]*\)|"[^"]*"|'[^']*'/g, '')
      for (const [, name = ''] of plain.matchAll(/(-?[a-z][\w-]*)\(/gi)) sets.functions.add(name)
      for (const [, unit = ''] of plain.matchAll(/(?<![\w#-])[+-]?(?:\d+\.?\d*|\.\d+)([a-z]+)/gi)) sets.units.add(unit)
    })
  }
  return {
    declarations: [...declarations.values()],
    functions: [...sets.functions],
    units: [...sets.units],
    selectors: [...sets.selectors],
    queries: [...queries],
    atRules: [...atRules],
  }
}

function isIn(parent: unknown, name: string): boolean {
  return (parent as AtRule | undefined)?.type === 'atrule' && (parent as AtRule).name === name
}
