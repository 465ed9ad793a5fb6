import { runNamed } from './run/named-program.ts'

// `pnpm write-docs NAME`: makes what in docs/ is made by a program.
await runNamed('pnpm write-docs', {
  feed: ['support/docs/write-feed.ts'],
  dependencies: ['supply/dependencies.ts'],
  'obs-runs': ['support/obs/record-obs-runs.ts'],
  pictures: ['support/browser/take-pictures.ts', '--docs'],
})
