import type { LiveEventDraft } from './event.ts'

/** What TikTok has said of a gift. */
export interface GiftKind {
  name: string
  diamondCount: number
}

/** By gift id. A gift that comes without its details gets those of an earlier one. */
export type GiftKinds = ReadonlyMap<string, GiftKind>

/** TikTok has some hundreds. */
const MOST_KINDS = 2_000

/** The same kinds if there is nothing new. */
export function withGiftKinds(kinds: GiftKinds, drafts: readonly LiveEventDraft[]): GiftKinds {
  let next: Map<string, GiftKind> | null = null
  for (const draft of drafts) {
    if (draft.type !== 'gift' || draft.giftId === '' || draft.name === '') continue
    const known = (next ?? kinds).get(draft.giftId)
    if (known?.name === draft.name && known.diamondCount === draft.diamondCount) continue
    if (known === undefined && (next ?? kinds).size >= MOST_KINDS) continue
    next ??= new Map(kinds)
    next.set(draft.giftId, { name: draft.name, diamondCount: draft.diamondCount })
  }
  return next ?? kinds
}

/** Gives gifts without a name the details of an earlier one of the same id, also of one among `drafts`. */
export function withDetails<Draft extends LiveEventDraft>(kinds: GiftKinds, drafts: readonly Draft[]): Draft[] {
  let known = kinds
  return drafts.map((draft) => {
    known = withGiftKinds(known, [draft])
    if (draft.type !== 'gift' || draft.name !== '') return draft
    const kind = known.get(draft.giftId)
    return kind === undefined ? draft : { ...draft, ...kind }
  })
}
