/** Small values that outlive the process, as JSON; null where there is none, or where it cannot be read. */
export interface KeyValues {
  read(key: string): unknown
  write(key: string, value: unknown): void
}
