/** Long enough for any browser to begin to read it. */
const FORGET_AFTER_MS = 60_000

/** Makes the browser save it as a file. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), FORGET_AFTER_MS)
}
