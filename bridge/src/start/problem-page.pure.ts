import { START_PROBLEMS_FR } from '@standby/shared/words/start-problems-fr.ts'
import {
  START_PROBLEMS_EN,
  type StartProblem,
  type StartProblemText,
  type StartProblemTexts,
} from '@standby/shared/words/start-problems.ts'

/** A page that needs no Standby to show it. `locale`: the system's, as in `fr-FR`. `report`: lines for somebody who helps. */
export function problemPage(problem: StartProblem, report: string, locale: string): string {
  const isFrench = locale.toLowerCase().startsWith('fr')
  const texts = isFrench ? START_PROBLEMS_FR : START_PROBLEMS_EN
  const { happened, todo } = textsOf(problem, texts)
  return `<!doctype html>
<html lang="${isFrench ? 'fr' : 'en'}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(texts.title)}</title>
<style>
  body { max-width: 40rem; margin: 3rem auto; padding: 0 1.4rem; font: 1.05rem/1.5 system-ui, sans-serif; background: #16181d; color: #f2f3f5 }
  p { overflow-wrap: anywhere }
  textarea { width: 100%; box-sizing: border-box; font: 0.85rem/1.4 ui-monospace, Consolas, monospace; background: #0d0e12; color: inherit }
  button { font: inherit; padding: 0.4rem 1rem; margin: 0.6rem 0 }
</style>
<h1>${escaped(texts.title)}</h1>
<p>${escaped(happened)}</p>
<p><strong>${escaped(todo)}</strong></p>
<p>${escaped(texts.report)}</p>
<textarea id="report" rows="12" readonly aria-label="${escaped(texts.copy)}">
${escaped(report)}</textarea>
<button type="button" id="copy">${escaped(texts.copy)}</button>
<script>
  copy.onclick = () => {
    report.select()
    if (document.execCommand('copy')) copy.textContent = ${JSON.stringify(texts.copied)}
  }
</script>
</html>
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
