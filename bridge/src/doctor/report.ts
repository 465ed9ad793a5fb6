import { CHECK_TEXTS, CHECK_TITLES } from '@standby/shared/words/checks.ts'
import { checkText, type Check, type CheckFinding, type CheckVerdict } from '@standby/shared/checks.ts'

const SIGNS: Readonly<Record<CheckVerdict, string>> = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL', skipped: '-   ' }

/** The checks as lines for a terminal or a message, what to do under each. */
export function reportText(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ id }) => CHECK_TITLES[id].length))
  return checks
    .flatMap(({ id, verdict, found, todo }) => [
      `${SIGNS[verdict]}  ${CHECK_TITLES[id].padEnd(width)}  ${found}`,
      ...(todo === null ? [] : [`${' '.repeat(width + 8)}→ ${todo}`]),
    ])
    .join('\n')
}

export interface Private {
  home: string
  /** Name of this computer's account. */
  account: string
  /** Passwords, keys and tokens: none should be in the text, and none is left in it. */
  secrets: readonly string[]
}

/** The checks as they may be shown, also on a screen that viewers see. */
export function withoutPrivateParts(checks: readonly Check[], hidden: Private): Check[] {
  return checks.map((check) => {
    const shown = Object.entries(check.params as Readonly<Record<string, string | number>>).map(([name, value]) => [
      name,
      typeof value === 'string' ? withoutPrivate(value, hidden) : value,
    ])
    const finding = { code: check.code, params: Object.fromEntries(shown) as unknown } as CheckFinding
    return { id: check.id, verdict: check.verdict, ...finding, ...checkText(finding, CHECK_TEXTS) }
  })
}

/** A text without what is nobody's business: secrets, the home directory (`~`), and the account's name wherever else it stands. */
export function withoutPrivate(text: string, { home, account, secrets }: Private): string {
  let shared = text
  for (const secret of secrets) if (secret.length >= 4) shared = shared.replaceAll(secret, '…')
  for (const path of [home, home.replaceAll('\\', '/')]) if (path.length > 1) shared = shared.replaceAll(path, '~')
  const name = account.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  // As a part of a path only: an account may be called what is a word elsewhere.
  return account === '' ? shared : shared.replace(new RegExp(`(?<=[\\\\/])${name}(?=[\\\\/]|$)`, 'gim'), '…')
}
