import { START_PROBLEMS_FR } from '@standby/shared/words/start-problems-fr.ts'
import {
  START_PROBLEMS_EN,
  type StartProblem,
  type StartProblemText,
  type StartProblemTexts,
} from '@standby/shared/words/start-problems.ts'

const STYLE = `
  body { max-width: 40rem; margin: 3rem auto; padding: 0 1.4rem; font: 1.05rem/1.5 system-ui, sans-serif; background: #16181d; color: #f2f3f5 }
  p { overflow-wrap: anywhere }
  section + section { margin-top: 3rem; border-top: 1px solid #3a3e48 }
  textarea { width: 100%; box-sizing: border-box; font: 0.85rem/1.4 ui-monospace, Consolas, monospace; background: #0d0e12; color: inherit }
  button { font: inherit; padding: 0.4rem 1rem; margin: 0.6rem 0 }
`

const SCRIPT = `
  for (const button of document.querySelectorAll('button')) button.onclick = () => {
    button.previousElementSibling.select()
    if (document.execCommand('copy')) button.textContent = button.dataset.copied
  }
`

/** A page that needs no Standby to show it. `locale`: the system's, as in `fr-FR`. `report`: lines for somebody who helps. */
export function problemPage(problem: StartProblem, report: string, locale: string): string {
  const isFrench = locale.toLowerCase().startsWith('fr')
  const texts = isFrench ? START_PROBLEMS_FR : START_PROBLEMS_EN
  return page(isFrench ? 'fr' : 'en', texts.title, sectionOf(problem, report, texts, isFrench ? 'fr' : 'en'))
}

/** The same in all languages at once, for a page that is made before anybody knows whose computer it is on. */
export function problemPageInBoth(problem: StartProblem, report: string): string {
  const english = sectionOf(problem, report, START_PROBLEMS_EN, 'en')
  return page('en', START_PROBLEMS_EN.title, english + sectionOf(problem, report, START_PROBLEMS_FR, 'fr'))
}

function page(language: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
${body}<script>${SCRIPT}</script>
</html>
`
}

function sectionOf(problem: StartProblem, report: string, texts: StartProblemTexts, language: string): string {
  const { happened, todo } = textsOf(problem, texts)
  return `<section lang="${language}">
<h1>${escaped(texts.title)}</h1>
<p>${escaped(happened)}</p>
<p><strong>${escaped(todo)}</strong></p>
<p>${escaped(texts.report)}</p>
<textarea rows="12" readonly aria-label="${escaped(texts.copy)}">
${escaped(report)}</textarea>
<button type="button" data-copied="${escaped(texts.copied)}">${escaped(texts.copy)}</button>
</section>
`
}

/** What happened and what to do, in the words of `texts`. */
export function textsOf({ code, params }: StartProblem, texts: StartProblemTexts): StartProblemText {
  const write = texts.problems[code] as (params: StartProblem['params']) => StartProblemText
  return write(params)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
