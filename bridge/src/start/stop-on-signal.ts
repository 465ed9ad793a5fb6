/** Ends the process after `stop`, once, on a signal or if the function that it returns is called. `report`: shows why it could not stop. */
export function stopOnSignal(stop: () => Promise<void>, report: (error: unknown) => void): () => void {
  let isStopping = false
  function end(): void {
    if (isStopping) return
    isStopping = true
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        report(error)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) process.on(signal, end)
  return end
}
