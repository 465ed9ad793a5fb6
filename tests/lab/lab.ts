import { runNamed } from '../run/named-program.ts'

// `pnpm lab NAME …`: a program that takes minutes and needs the machine for itself. What follows the name goes to it.
await runNamed('pnpm lab', {
  chaos: ['lab/chaos/chaos.ts'],
  soak: ['lab/soak/soak.ts'],
  'obs-matrix': ['lab/obs-matrix.ts'],
  'package-roots': ['lab/package-roots.ts'],
})
