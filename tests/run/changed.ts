import ts from 'typescript'
import { dirname, join } from 'node:path/posix'

/** Paths are relative to the repository, with forward slashes. */
export interface SourceFile {
  path: string
  text: string
}

/** A test file and the rules that its tests name. */
export interface TestFile {
  path: string
  /** The vitest project it belongs to. */
  part: string
  rules: string[]
}

export interface Choice {
  /** Test files to run, by part. */
  files: Record<string, string[]>
  /** Test files that the change touches and that do not fit, by part. */
  leftOut: Record<string, string[]>
}

const PACKAGES = { '@standby/bridge/': 'bridge/src/', '@standby/shared/': 'shared/src/', '@standby/overlay/': 'overlay/src/' }

/** The files of the repository that a file imports, at load time or later, types included. */
export function importsOf({ path, text }: SourceFile): string[] {
  const script = path.endsWith('.svelte')
    ? [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) => code).join('\n')
    : text
  return ts.preProcessFile(script, true, true).importedFiles.flatMap(({ fileName }) => {
    const alias = Object.entries(PACKAGES).find(([name]) => fileName.startsWith(name))
    if (alias !== undefined) return [alias[1] + fileName.slice(alias[0].length)]
    return fileName.startsWith('.') ? [join(dirname(path), fileName)] : []
  })
}

/** All files that load one of `changed`, directly or through others, `changed` included. */
export function dependentsOf(changed: string[], files: SourceFile[]): Set<string> {
  const importers = new Map<string, string[]>()
  for (const file of files) {
    for (const imported of importsOf(file)) importers.set(imported, [...(importers.get(imported) ?? []), file.path])
  }
  const reached = new Set(changed)
  for (const path of reached) for (const importer of importers.get(path) ?? []) reached.add(importer)
  return reached
}

/**
 * The test files that a change touches: those that load a changed file, and those that name a rule that a changed test names.
 * The quick ones come first, and no more than fit into `limitSeconds`; a changed test always runs. `secondsOf`: how long a file took last.
 */
export function chooseTests(
  changed: string[],
  files: SourceFile[],
  tests: TestFile[],
  secondsOf: (test: TestFile) => number,
  limitSeconds: number,
): Choice {
  const reached = dependentsOf(changed, files)
  const isChanged = (test: TestFile): boolean => changed.includes(test.path)
  const rules = new Set(tests.filter(isChanged).flatMap((test) => test.rules))
  const touched = tests.filter((test) => reached.has(test.path) || test.rules.some((rule) => rules.has(rule)))
  const ordered = [...touched].sort((a, b) => Number(isChanged(b)) - Number(isChanged(a)) || secondsOf(a) - secondsOf(b))
  const choice: Choice = { files: {}, leftOut: {} }
  let seconds = 0
  for (const test of ordered) {
    const fits = isChanged(test) || seconds + secondsOf(test) <= limitSeconds
    if (fits) seconds += secondsOf(test)
    const list = fits ? choice.files : choice.leftOut
    list[test.part] = [...(list[test.part] ?? []), test.path]
  }
  return choice
}
