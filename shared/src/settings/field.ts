/**
 * A setting as data: its kind, its default and its limits. Everything else about a setting is made from this: its type, what the API takes,
 * what the settings file holds (`schema.ts`) and its field in the dock. No zod in here: pages import this.
 */
export type Field = Flag | Choice | Quantity | Text | Names | Group | Own

export type Fields = Readonly<Record<string, Field>>

export interface Flag {
  kind: 'flag'
  default: boolean
}

export interface Choice<Value extends string = string, None extends null = null> {
  kind: 'choice'
  default: Value | None
  values: readonly Value[]
  isNullable: boolean
}

export interface Quantity<Value extends number | null = number | null> extends Limits {
  kind: 'quantity'
  default: Value
  isNullable: boolean
}

interface Limits {
  min: number
  max: number
  isWhole: boolean
  /** What becomes of a saved value that is out of its limits. */
  outside: 'default' | 'nearest'
}

export interface Text<Value extends string | null = string | null> {
  kind: 'text'
  default: Value
  isNullable: boolean
  maxLength: number
}

/** Names of things that lie elsewhere, such as scenes. */
export interface Names {
  kind: 'names'
  default: string[]
  maxLength: number
  maxCount: number
}

/** Settings in a setting, each of which can be changed alone. */
export interface Group<Inner extends Fields = Fields> {
  kind: 'group'
  default: ValuesOf<Inner>
  fields: Inner
}

/** A setting whose form no other kind describes: its schema is given where the group's schemas are made. */
export interface Own<Value = unknown> {
  kind: 'own'
  default: Value
}

export type ValuesOf<Group extends Fields> = { -readonly [Name in keyof Group]: Group[Name]['default'] }

/** What a request may change: everything may be left out. */
export type ChangeOf<Group extends Fields> = {
  -readonly [Name in keyof Group]?:
    (Group[Name] extends { fields: infer Inner extends Fields } ? ChangeOf<Inner> : Group[Name]['default']) | undefined
}

/** Settings that belong together, with what else is said of each (its label in the dock) kept to the letter by the type. */
export function fields<const Group extends Fields>(group: Group): Group {
  return group
}

export const flag = (value: boolean): Flag => ({ kind: 'flag', default: value })

export const choice = <const Values extends readonly string[]>(values: Values, value: Values[number]): Choice<Values[number], never> => ({
  kind: 'choice',
  default: value,
  values,
  isNullable: false,
})

/** By default none of them. */
export const choiceOrNone = <const Values extends readonly string[]>(values: Values): Choice<Values[number]> => ({
  kind: 'choice',
  default: null,
  values,
  isNullable: true,
})

export const quantity = (limits: Limits, value: number): Quantity<number> => ({
  kind: 'quantity',
  default: value,
  isNullable: false,
  ...limits,
})

/** By default none. */
export const quantityOrNone = (limits: Limits): Quantity => ({ kind: 'quantity', default: null, isNullable: true, ...limits })

type TextForm = Pick<Text, 'maxLength'>

export const text = (form: TextForm, value: string): Text<string> => ({ kind: 'text', default: value, isNullable: false, ...form })

/** By default none. */
export const textOrNone = (form: TextForm): Text => ({ kind: 'text', default: null, isNullable: true, ...form })

export const names = (form: Pick<Names, 'maxLength' | 'maxCount'>): Names => ({ kind: 'names', default: [], ...form })

export const group = <const Inner extends Fields>(inner: Inner): Group<Inner> => ({
  kind: 'group',
  default: defaultsOf(inner),
  fields: inner,
})

export const own = <Value>(value: Value): Own<Value> => ({ kind: 'own', default: value })

export function entriesOf<Group extends Fields>(group: Group): [keyof Group & string, Group[keyof Group & string]][] {
  return Object.entries(group) as [keyof Group & string, Group[keyof Group & string]][]
}

export function defaultsOf<Group extends Fields>(group: Group): ValuesOf<Group> {
  return Object.fromEntries(Object.entries(group).map(([name, field]) => [name, field.default])) as ValuesOf<Group>
}

/** The settings of this group, of an object that has more. */
export function valuesOf<Group extends Fields>(group: Group, values: ValuesOf<Group>): ValuesOf<Group> {
  return Object.fromEntries(Object.keys(group).map((name) => [name, values[name]])) as ValuesOf<Group>
}

/** What is not given stays as it is. */
export function changed<Group extends Fields, Values extends ValuesOf<Group>>(
  group: Group,
  values: Values,
  change: ChangeOf<Group>,
): Values {
  const next: Record<string, unknown> = { ...values }
  for (const [name, field] of Object.entries<Field>(group)) {
    const wanted: unknown = change[name]
    if (wanted === undefined) continue
    next[name] = field.kind === 'group' ? changed(field.fields, values[name] as ValuesOf<Fields>, wanted as ChangeOf<Fields>) : wanted
  }
  return next as Values
}
