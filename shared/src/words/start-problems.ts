import type { NoParams } from './sentence.ts'

interface Folder {
  folder: string
}

/** Why Standby can fail to start. */
export interface StartProblemWords {
  'wrong-settings': NoParams
  'port-taken': { port: number; by: string }
  'port-taken-by-standby': { port: number }
  'port-refused': { port: number }
  'data-in-use': Folder
  'data-too-new': Folder
  'not-writable': Folder
  'disk-full': Folder
  'files-missing': { files: readonly string[] }
  /** Nothing of Standby could run, so this says nothing about this one start. */
  'cannot-run': { system: string }
  unknown: NoParams
}

export type StartProblem = {
  [Code in keyof StartProblemWords]: { code: Code; params: StartProblemWords[Code] }
}[keyof StartProblemWords]

/** What happened and what to do, for a person without a terminal. */
export interface StartProblemText {
  happened: string
  todo: string
}

export interface StartProblemTexts {
  title: string
  copy: string
  copied: string
  report: string
  problems: { readonly [Code in keyof StartProblemWords]: (params: StartProblemWords[Code]) => StartProblemText }
}

export const START_PROBLEMS_EN: StartProblemTexts = {
  title: 'Standby could not start',
  copy: 'Copy report',
  copied: 'Copied',
  report: 'If this does not help, send this report to somebody who can help. It has no passwords in it.',
  problems: {
    'wrong-settings': () => ({
      happened: 'A setting in the environment of this computer cannot be used. The report names it.',
      todo: 'Correct or remove this environment variable, then start Standby again.',
    }),
    'port-taken': ({ port, by }) => ({
      happened: `Standby needs port ${port} of this computer, and ${by} uses it.`,
      todo: 'Close that program, then start Standby again. If you do not know which one it is, restart the computer and start Standby first.',
    }),
    'port-taken-by-standby': ({ port }) => ({
      happened: `Another person who is signed in on this computer is running Standby (port ${port}).`,
      todo: 'Ask that person to quit Standby or to sign out, then start it again. Two people can run it at once if one sets the environment variable STANDBY_PORT to another number.',
    }),
    'port-refused': ({ port }) => ({
      happened: `This computer does not let Standby use port ${port}.`,
      todo: 'Check whether your firewall or virus scanner blocks Standby. Or set the environment variable STANDBY_PORT to another number, for example 4848.',
    }),
    'data-in-use': ({ folder }) => ({
      happened: `Another Standby is using the data in ${folder}, but it does not answer.`,
      todo: 'Wait half a minute, then start Standby again. If this page comes back, restart the computer.',
    }),
    'data-too-new': ({ folder }) => ({
      happened: `The data in ${folder} was saved by a newer version of Standby. This older version cannot read it, and has changed nothing.`,
      todo: 'Install the newer version again. All your settings and past LIVEs are still there.',
    }),
    'not-writable': ({ folder }) => ({
      happened: `Standby may not write in its own folder: ${folder}`,
      todo: 'Check that the folder belongs to your account and is not read-only. On Windows, “Controlled folder access” in Windows Security can block it: allow Standby there.',
    }),
    'disk-full': ({ folder }) => ({
      happened: `The disk is full, so Standby cannot save anything in ${folder}.`,
      todo: 'Delete something you do not need, at least 500 MB, then start Standby again.',
    }),
    'files-missing': ({ files }) => ({
      happened: `Files of Standby are missing or damaged: ${files.join(', ')}. A virus scanner may have removed them.`,
      todo: 'Look in the virus scanner’s list of what it removed, and allow Standby. Then install Standby again. Your settings and past LIVEs are kept.',
    }),
    'cannot-run': ({ system }) => ({
      happened: `The program inside Standby did not run. Either a virus scanner has removed or blocked a part of it, or this computer is too old for it: it needs ${system}.`,
      todo: 'Look in the virus scanner’s list of what it removed, and allow Standby. Then install Standby again. Your settings and past LIVEs are kept.',
    }),
    unknown: () => ({
      happened: 'Something went wrong that Standby did not expect.',
      todo: 'Start Standby again. If this page comes back, install Standby again: your settings and past LIVEs are kept.',
    }),
  },
}
