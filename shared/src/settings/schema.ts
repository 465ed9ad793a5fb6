import * as z from 'zod'
import type { ChangeOf, Field, Fields, Names, Quantity, Text } from './field.ts'

/** The schemas of those settings in a group that have a form of their own. */
type OwnSchemas<Group extends Fields> = {
  [Name in keyof Group as Group[Name] extends { kind: 'own' } ? Name : never]: z.ZodType<Group[Name]['default']>
}

type Whole<Group extends Fields> = z.ZodObject<{ -readonly [Name in keyof Group]: z.ZodType<Group[Name]['default']> }, z.core.$strict>

type Change<Group extends Fields> = z.ZodObject<
  { -readonly [Name in keyof Group]: z.ZodOptional<z.ZodType<Exclude<ChangeOf<Group>[Name], undefined>>> },
  z.core.$strict
>

type Saved<Group extends Fields> = { -readonly [Name in keyof Group]: z.ZodCatch<z.ZodDefault<z.ZodType<Group[Name]['default']>>> }

/** A request that gives every setting of the group, and nothing else. */
export function wholeOf<Group extends Fields>(group: Group, own: OwnSchemas<Group>): Whole<Group> {
  return z.strictObject(eachOf(group, own, accepted)) as unknown as Whole<Group>
}

/** A request that changes what it gives of the group. */
export function changeOf<Group extends Fields>(group: Group, own: OwnSchemas<Group>): Change<Group> {
  return z.strictObject(eachOf(group, own, (field, schema) => accepted(field, schema).optional())) as unknown as Change<Group>
}

/**
 * The group as it lies in the settings file. A value that this version does not know (a newer one's theme) counts as its default, alone.
 * Lengths are not looked at: they limit what comes in, and this has come in.
 */
export function savedOf<Group extends Fields>(group: Group, own: OwnSchemas<Group>): Saved<Group> {
  return eachOf(group, own, (field, schema) => kept(field, schema).default(field.default).catch(field.default)) as Saved<Group>
}

function eachOf(
  group: Fields,
  own: Record<string, z.ZodType>,
  schemaOf: (field: Field, own: z.ZodType | undefined) => z.ZodType,
): z.ZodRawShape {
  return Object.fromEntries(Object.entries(group).map(([name, field]) => [name, schemaOf(field, own[name])]))
}

/** One setting of a request. */
function accepted(field: Field, own: z.ZodType = z.never()): z.ZodType {
  switch (field.kind) {
    case 'flag':
      return z.boolean()
    case 'choice':
      return orNull(field, z.enum(field.values))
    case 'quantity':
      return orNull(field, quantitySchema(field))
    case 'text':
      return orNull(field, nameSchema(field))
    case 'names':
      return z.array(nameSchema(field)).max(field.maxCount)
    case 'group':
      return z.strictObject(eachOf(field.fields, {}, (inner) => accepted(inner).optional()))
    case 'own':
      return own
  }
}

/** One setting of the settings file, if its kind is right. */
function kept(field: Field, own?: z.ZodType): z.ZodType {
  switch (field.kind) {
    case 'text':
      return orNull(field, z.string())
    case 'names':
      return z.array(z.string())
    case 'quantity':
      return field.outside === 'nearest' ? orNull(field, nearest(field)) : accepted(field)
    case 'group':
      return z.object(savedOf(field.fields, {}))
    case 'flag':
    case 'choice':
    case 'own':
      return accepted(field, own)
  }
}

const orNull = ({ isNullable }: { isNullable: boolean }, schema: z.ZodType): z.ZodType => (isNullable ? schema.nullable() : schema)

function quantitySchema({ min, max, isWhole }: Quantity): z.ZodType {
  return (isWhole ? z.int() : z.number()).min(min).max(max)
}

function nearest({ min, max }: Quantity): z.ZodType {
  return z.number().transform((value) => Math.min(max, Math.max(min, Math.trunc(value))))
}

function nameSchema({ maxLength }: Pick<Text | Names, 'maxLength'>): z.ZodType {
  return z.string().min(1).max(maxLength)
}
