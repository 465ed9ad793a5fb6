/** The fields that are there: what is `undefined` was not said, and must not overwrite anything. */
export function omitUndefined<T extends object>(fields: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}
