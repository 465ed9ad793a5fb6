/** A Markdown table: the first row is its head. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)]
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** Three figures that matter, and no more digits than mean something. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (size >= 1_000) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
}

export const megabytes = (bytes: number): string => `${figure(bytes / 2 ** 20)} MB`
