import type { ComputerView, NewVersionView } from '@standby/shared/computer.ts'
import { Router } from 'express'
import * as z from 'zod'
import { parsed, refused } from '../server/answer.ts'
import type { Autostart } from './autostart.ts'

export interface ComputerActions {
  view(): Promise<ComputerView>
  /** Ends the process after the answer. `dataDir`: only a Standby that uses this folder; null: this one. False: it uses another. */
  quit(dataDir: string | null): boolean
  /** Null: not in a checkout. */
  autostart: Autostart | null
  openFolder(): Promise<void>
  /** Null: nobody could say. */
  newVersion(): Promise<NewVersionView | null>
  /** False: there is nobody to ask. */
  setLooksWeekly(on: boolean): boolean
}

export const quitBody = z.strictObject({ dataDir: z.string().max(1_000).optional() })
export const onBody = z.strictObject({ on: z.boolean() })

/** What a person does with Standby as a program. */
export function computerRoutes({ view, quit, autostart, openFolder, newVersion, setLooksWeekly }: ComputerActions): Router {
  const router = Router()

  router.get('/computer', async (_request, response) => void response.json(await view()))

  router.post('/computer/quit', (request, response) => {
    const { dataDir = null } = parsed(quitBody, request.body)
    if (!quit(dataDir)) throw refused(409, 'not-now')
    response.status(202).json({ pid: process.pid })
  })

  router.post('/computer/autostart', async (request, response) => {
    const { on } = parsed(onBody, request.body)
    if (autostart === null) throw refused(409, 'no-package')
    await autostart.set(on).catch(() => {
      throw refused(500, 'autostart-refused')
    })
    response.json(await view())
  })

  router.post('/computer/open-folder', async (_request, response) => {
    await openFolder().catch(() => {
      throw refused(500, 'folder-not-opened')
    })
    response.json({})
  })

  router.post('/computer/new-version', async (_request, response) => {
    const found = await newVersion()
    if (found === null) throw refused(502, 'no-version')
    response.json(found)
  })

  router.post('/computer/weekly-look', async (request, response) => {
    const { on } = parsed(onBody, request.body)
    if (!setLooksWeekly(on)) throw refused(409, 'no-releases')
    response.json(await view())
  })
  return router
}

/** The texts that come with a package, by their address. */
export function textRoutes(files: Readonly<Record<string, string>>): Router {
  const router = Router()
  for (const [path, file] of Object.entries(files)) {
    router.get(path, (_request, response, next) => {
      response.type('text/plain')
      response.sendFile(file, (error?: Error) => void (error !== undefined && !response.headersSent && next()))
    })
  }
  return router
}
