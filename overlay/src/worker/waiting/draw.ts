import panel from '../../parts/panel.css?inline'
import { ICONS } from '../../parts/icons.ts'
import { START_COMMAND, type WaitingTexts } from './texts.ts'

// The dock's look. It uses the system's fonts, because Standby's come from the bridge.
const STYLE = `${panel}
  *, *::before, *::after { box-sizing: border-box }
  html { font: 14px 'Segoe UI', system-ui, sans-serif; --tone: #ff8f86 }
  html[data-scheme='light'] { --tone: var(--standby-bad) }
  body { margin: 0; padding: 0.7rem }
  section { display: grid; grid-template-columns: auto 1fr; gap: 0.7rem 0.8rem; align-items: center; max-width: 40rem; padding: 0.9rem;
    border: 1px solid var(--panel-edge); border-left: 4px solid var(--tone); border-radius: 0.6rem; background: var(--panel-card) }
  h1 { font-size: 1.15rem; line-height: 1.2 }
  svg { width: 2.6rem; height: 2.6rem; padding: 0.6rem; border: 2px solid var(--tone); border-radius: 0.6rem; color: var(--tone) }
  div { grid-column: 1 / -1; display: grid; gap: 0.5rem }
  code { justify-self: start; overflow-wrap: anywhere; padding: 0.3em 0.6em; border-radius: 0.4em; background: var(--panel-field);
    font: 0.95rem ui-monospace, Consolas, monospace }
`

/** The page that a creator sees while Standby is off. `folder`: where it is started from; null if that is not known. */
export function drawWaiting(document: Document, texts: WaitingTexts, folder: string | null): void {
  const style = document.createElement('style')
  style.textContent = STYLE
  document.head.append(style)
  document.title = texts.title

  const main = document.createElement('main')
  // No part of it comes from outside.
  main.innerHTML = `<section><svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.4"
    stroke-linecap="round" stroke-linejoin="round"><path d="${ICONS.plug.path}"/></svg><h1></h1>
    <div><p></p><p></p><code></code><code></code><p role="status"></p><p class="quiet"></p></div></section>`
  const words = [texts.title, texts.happened, folder === null ? texts.todo : texts.todoIn, folder ?? '', START_COMMAND, texts.own, texts.by]
  main.querySelectorAll('h1, p, code').forEach((element, at) => (element.textContent = words[at] ?? ''))
  if (folder === null) main.querySelector('code')?.remove()
  document.body.append(main)
}
