import type { Check, DoctorView } from '@standby/shared/checks.ts'
import { Router } from 'express'
import { reportText } from './report.ts'

export interface DoctorActions {
  now(): number
  /** Without anything private. */
  examine(): Promise<Check[]>
}

/** `GET /doctor`. A request that comes while a check runs gets the same answer. */
export function doctorRoutes({ now, examine }: DoctorActions): Router {
  let current: Promise<DoctorView> | null = null
  const look = async (): Promise<DoctorView> => {
    const checks = await examine()
    return { at: now(), checks, report: reportText(checks) }
  }
  return Router().get('/doctor', async (_request, response) => {
    current ??= look().finally(() => (current = null))
    response.json(await current)
  })
}
