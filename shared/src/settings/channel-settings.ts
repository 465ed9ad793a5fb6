import * as z from 'zod'
import { MAX_CHANNELS } from '../channels.ts'
import { parseUsername } from './tiktok-username.ts'

/** The names in a list such as `anna, ben`; `wrong`: the first part that is no TikTok name. */
export function parseChannels(text: string): { ok: true; names: string[] } | { ok: false; wrong: string } {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '')
  const names: string[] = []
  for (const part of parts) {
    const parsed = parseUsername(part)
    if (!parsed.ok) return { ok: false, wrong: part }
    if (!names.includes(parsed.username)) names.push(parsed.username)
  }
  return { ok: true, names }
}

/** As they lie in the settings file. What is no name is left out. */
export const savedChannels = z
  .array(z.string())
  .transform((names) => [...new Set(names.flatMap((name) => (isUsername(name) ? [name] : [])))].slice(0, MAX_CHANNELS))
  .catch([])
  .default([])

function isUsername(name: string): boolean {
  const parsed = parseUsername(name)
  return parsed.ok && parsed.username === name
}
