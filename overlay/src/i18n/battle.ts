/** What viewers read in the part that shows a battle. It is loaded with that part, so it is no part of the catalogue. */
export interface BattleTexts {
  battle: string
  /** Of the side of this LIVE's creator. */
  results: { win: string; lose: string; draw: string }
}

export const BATTLE_TEXTS: Readonly<Record<'en' | 'fr', BattleTexts>> = {
  en: { battle: 'Battle', results: { win: 'Won', lose: 'Lost', draw: 'A draw' } },
  fr: { battle: 'Duel', results: { win: 'Gagné', lose: 'Perdu', draw: 'Égalité' } },
}
