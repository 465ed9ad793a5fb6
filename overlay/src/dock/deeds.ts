import type { Action, Deed, DeedType, When } from '@standby/shared/actions/action.ts'
import type { Catalogue } from '../i18n/en.ts'

type Texts = Catalogue['actions']

/** When it happens, as a part of a sentence. `number` writes a number in the page's language. */
export function whenText(when: When, texts: Texts, number: (value: number) => string): string {
  if (when.type === 'gift') return texts.giftOf(number(when.diamonds))
  return when.type === 'chat' ? texts.chatOf(when.text) : texts.occasions[when.type]
}

/** What is done, with the name that it has in the other program. */
export function deedText(deed: Deed, texts: Texts): string {
  return texts.doing[deed.type](objectOf(deed, texts))
}

function objectOf(deed: Deed, texts: Texts): string {
  switch (deed.type) {
    case 'sammi-webhook':
      return deed.trigger
    case 'http-request':
      return `${deed.method} ${hostOf(deed.url)}`
    case 'obs-source':
      return deed.show ? texts.shown(deed.source) : texts.hidden(deed.source)
    case 'obs-filter':
      return deed.show ? texts.shown(`${deed.source} › ${deed.filter}`) : texts.hidden(`${deed.source} › ${deed.filter}`)
    case 'streamerbot-action':
    case 'streamerbot-trigger':
    case 'mixitup-command':
    case 'firebot-preset':
      return deed.name
  }
}

/** The path may hold what only its receiver should know. */
function hostOf(url: string): string {
  return /^[a-z]+:\/\/([^/?#]+)/i.exec(url)?.[1] ?? url
}

/** An action as a form begins with it. */
export function newDeed(type: DeedType): Deed {
  switch (type) {
    case 'streamerbot-action':
    case 'mixitup-command':
    case 'firebot-preset':
      return { type, id: '', name: '' }
    case 'streamerbot-trigger':
      return { type, name: '' }
    case 'sammi-webhook':
      return { type, trigger: '' }
    case 'http-request':
      return { type, method: 'POST', url: '', headers: [], body: '{"event": "{event}", "user": "{user}"}' }
    case 'obs-source':
      return { type, scene: '', source: '', show: true }
    case 'obs-filter':
      return { type, source: '', filter: '', show: true }
  }
}

export function newWhen(type: When['type']): When {
  if (type === 'gift') return { type, diamonds: 100 }
  return type === 'chat' ? { type, text: '!' } : { type }
}

/** Headers as lines of text, and back. A line without a colon becomes a header without a value, which the bridge complains of. */
export function headerLines(headers: readonly { name: string; value: string }[]): string {
  return headers.map(({ name, value }) => `${name}: ${value}`).join('\n')
}

export function headersFrom(lines: string): { name: string; value: string }[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(':')
      return colon < 0 ? { name: line, value: '' } : { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() }
    })
}

export type Draft = Omit<Action, 'id'> & { id?: string }
