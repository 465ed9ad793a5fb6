/** Small values that outlive the process, as JSON; null if there is none, or if it cannot be read. */
export interface KeyValues {
  read(key: string): unknown
  write(key: string, value: unknown): void
}
