/** The languages of the pages. */
export const LANGUAGES = ['en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

/** The first of `wishes` that the pages have, without its region (`fr-CA` is French); else `en`. */
export function languageFor(wishes: readonly (string | null)[]): Language {
  const languages = wishes.map((wish) => wish?.toLowerCase().split('-')[0])
  return languages.find((language): language is Language => LANGUAGES.includes(language as Language)) ?? 'en'
}
