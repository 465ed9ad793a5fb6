interface Said {
  text: string
}

/** What they say, in English. */
export function texts(sentences: readonly Said[]): string[] {
  return sentences.map(({ text }) => text)
}

/** An action of the automation in English. */
export function inWords(action: { command: Said; why: Said } | null | undefined): { command: string; why: string } | null {
  return action === null || action === undefined ? null : { command: action.command.text, why: action.why.text }
}
