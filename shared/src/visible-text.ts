// What nobody can see: separators, controls, formats and unassigned characters, marks without a letter, and the few letters and symbols
// that Unicode draws as a blank (Braille, musical notation, hieroglyphs). Its Default_Ignorable property has the fillers of Hangul.
const SEEN = /[^\p{Default_Ignorable_Code_Point}\p{C}\p{Z}\p{Mn}\p{Me}\u2800\ufffc\u{1d159}\u{13441}\u{13442}]/u

/** Runs of what takes room and shows nothing. */
const BLANKS = /[\s\p{Z}\u115f\u1160\u2800\u3164\uffa0]+/gu

/** Whether a person can see anything of a text. */
export function isVisible(text: string): boolean {
  return SEEN.test(text)
}

/** A name without holes: blanks of every kind become one space, and none is at an end. `''` if nothing of it can be seen. */
export function visibleName(name: string): string {
  return isVisible(name) ? name.replace(BLANKS, ' ').trim() : ''
}
