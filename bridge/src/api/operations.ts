import { cardChange } from '@standby/shared/settings/card-changes.ts'
import { lookChange, lookFile, titledLook, usedLook } from '@standby/shared/settings/look-changes.ts'
import { hideChange, wordsChange } from '@standby/shared/settings/moderation-settings.ts'
import { goalChange, overlayChange } from '@standby/shared/settings/overlay-changes.ts'
import * as z from 'zod'
import * as actions from '../actions/routes.ts'
import * as channels from '../channels/routes.ts'
import * as computer from '../computer/routes.ts'
import * as history from '../history/routes.ts'
import * as live from '../live/routes.ts'
import * as obs from '../obs/routes.ts'
import { importBody } from '../settings/routes.ts'
import * as names from '../setup/names-routes.ts'
import * as setup from '../setup/routes.ts'
import { query as pictureQuery } from '../show/avatar-routes.ts'
import * as card from '../show/card-routes.ts'
import * as look from '../show/look-routes.ts'
import { fileNamed } from '../show/own-file-routes.ts'
import { testEventBody } from '../show/test-events.ts'
import * as tikfinity from '../tikfinity/routes.ts'
import * as programs from './action-answers.ts'
import * as answers from './answers.ts'
import {
  cardSettings,
  channelsView,
  demoStatus,
  looks,
  moderation,
  obsStatus,
  overlaySettings,
  sessionStability,
  tiktokStatus,
} from './state.ts'

/** One route of the API, described with the very schemas that check what comes in. */
export interface Operation {
  /** What it does, in a sentence. */
  does: string
  /** Of the JSON body, or the type of another one. */
  body?: z.ZodType | string
  query?: z.ZodType
  params?: z.ZodType
  /** A schema of the JSON answer, or the types of another one. */
  answer: z.ZodType | readonly string[]
  /** 200 if it is left out. */
  status?: number
}

const empty = live.emptyBody
const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'] as const
const BYTES = 'application/octet-stream'
const schema = z.looseObject({}).describe('A JSON Schema, or this description')

/** Every route, by method and path, as OpenAPI writes them. A test compares them with the routes that a bridge has, and with docs/api.md. */
export const OPERATIONS: Readonly<Record<`${'GET' | 'POST'} /${string}`, Operation>> = {
  'GET /api/tiktok/status': { does: 'How the connection to TikTok is.', answer: tiktokStatus },
  'GET /api/tiktok/sessions': {
    does: 'Stability of the past LIVEs of this run.',
    answer: z.object({ sessions: z.array(sessionStability) }),
  },
  'POST /api/tiktok/connect': { does: 'Connects to a name, or to the demo.', body: live.connectBody, answer: tiktokStatus },
  'POST /api/tiktok/disconnect': { does: 'Stops until somebody starts it again.', body: empty, answer: tiktokStatus },
  'POST /api/tiktok/reconnect': { does: 'Tries at once.', body: live.reconnectBody, answer: tiktokStatus },
  'POST /api/tiktok/keep-trying': { does: 'The creator says that the name is right.', body: empty, answer: tiktokStatus },
  'POST /api/tiktok/ways': { does: 'Sets the ways into a LIVE.', body: live.waysBody, answer: tiktokStatus },
  'POST /api/tiktok/keys': { does: 'Saves the secrets of the ways, or takes them back.', body: live.keysBody, answer: tiktokStatus },
  'POST /api/tiktok/check': { does: 'Asks TikTok about a name.', body: setup.nameBody, answer: answers.nameCheck },
  'POST /api/demo/drop': { does: 'Breaks the demo’s connection.', body: live.dropBody, answer: demoStatus.pick({ drop: true }) },

  'GET /api/obs/status': { does: 'How the link to OBS is, and what the automation does.', answer: obsStatus },
  'POST /api/obs/connect': { does: 'Saves settings of OBS and takes them over.', body: obs.connectBody, answer: obsStatus },
  'POST /api/obs/retry': { does: 'Tries OBS at once.', body: empty, answer: obsStatus },
  'POST /api/obs/standby': { does: 'Goes to standby by hand.', body: empty, answer: obsStatus },
  'POST /api/obs/back': { does: 'Goes back by hand.', body: empty, answer: obsStatus },
  'POST /api/obs/pause': { does: 'Pauses the automation for this show.', body: obs.pauseBody, answer: obsStatus },
  'GET /api/obs/setup': { does: 'What a setup would make in OBS.', query: obs.setupBody, answer: answers.obsSetupView },
  'POST /api/obs/setup': { does: 'Makes it.', body: obs.setupBody, answer: answers.obsSetupResult },
  'POST /api/obs/setup/remove': { does: 'Takes away just what a setup made.', body: empty, answer: answers.obsRemovalResult },
  'GET /api/obs/picture': { does: 'The creator’s own scene as it is now.', answer: programs.scenePicture },
  'GET /api/obs/pages': { does: 'Standby’s sources in OBS and the pages that are connected.', answer: answers.obsPagesView },
  'POST /api/obs/pages/reload': { does: 'Reloads one of them.', body: obs.reloadBody, answer: answers.obsPagesView },

  'GET /api/channels': { does: 'All creators that this bridge watches.', answer: channelsView },
  'POST /api/channels': { does: 'Adds one.', body: channels.channelBody, answer: channelsView },
  'POST /api/channels/remove': { does: 'Removes one.', body: channels.channelBody, answer: channelsView },

  'GET /api/history/sessions': { does: 'The past LIVEs.', answer: answers.historyView },
  'GET /api/history/sessions/{roomId}': { does: 'One of them.', params: history.roomIdParam, answer: answers.liveReport },
  'GET /api/history/sessions/{roomId}/export': {
    does: 'All its events as a file.',
    params: history.roomIdParam,
    query: history.exportQuery,
    answer: ['application/x-ndjson', 'text/csv'],
  },
  'POST /api/history/sessions/{roomId}/delete': {
    does: 'Deletes it for good.',
    params: history.roomIdParam,
    body: empty,
    answer: answers.historyView,
  },
  'POST /api/history/retention': { does: 'Sets how long LIVEs are kept.', body: history.retentionBody, answer: answers.historyView },

  'GET /api/overlay/settings': { does: 'What the overlay looks like.', answer: overlaySettings },
  'POST /api/overlay/settings': { does: 'Changes what is given of it.', body: overlayChange, answer: overlaySettings },
  'POST /api/overlay/goal': { does: 'Counts a custom goal.', body: goalChange, answer: overlaySettings },
  'GET /api/card/settings': { does: 'What the standby card looks like.', answer: cardSettings },
  'POST /api/card/settings': { does: 'Changes what is given of it.', body: cardChange, answer: cardSettings },
  'POST /api/card/file/{slot}': {
    does: 'Keeps a file for the card.',
    params: card.slot,
    query: fileNamed,
    body: BYTES,
    answer: cardSettings,
  },
  'POST /api/card/remove': { does: 'Removes that file.', body: card.slot, answer: cardSettings },
  'GET /api/look/settings': { does: 'The look in force, and the titles of the saved ones.', answer: looks },
  'POST /api/look/settings': { does: 'Changes what is given of it.', body: lookChange, answer: looks },
  'POST /api/look/file/{slot}': {
    does: 'Keeps a font or a sound for it.',
    params: look.slot,
    query: fileNamed,
    body: BYTES,
    answer: looks,
  },
  'POST /api/look/remove': { does: 'Removes that file.', body: look.slot, answer: looks },
  'POST /api/look/save': { does: 'Saves the look in force under a title.', body: titledLook, answer: looks },
  'POST /api/look/delete': { does: 'Deletes a saved look.', body: titledLook, answer: looks },
  'POST /api/look/use': { does: 'Puts on a saved look, or one that comes with Standby.', body: usedLook, answer: looks },
  'POST /api/look/undo': { does: 'Puts the look of before back on.', answer: looks },
  'GET /api/look/export': { does: 'A saved look as a file.', query: titledLook, answer: lookFile },
  'POST /api/look/import': { does: 'Saves the look in such a file.', body: lookFile, answer: z.object({ title: z.string() }) },
  'GET /look/font': { does: 'The creator’s own font.', answer: ['font/*'] },
  'GET /look/sound': { does: 'The creator’s own sound.', answer: ['audio/*'] },
  'GET /card/backdrop': { does: 'The file itself.', answer: ['image/*', 'video/*'] },
  'GET /card/music': { does: 'The file itself.', answer: ['audio/*'] },
  'GET /avatar': { does: 'A picture of TikTok’s, fetched by Standby.', query: pictureQuery, answer: IMAGES },
  'GET /api/moderation': { does: 'What no page may show.', answer: moderation },
  'POST /api/moderation/hide': { does: 'Hides a message, or everything of a user.', body: hideChange, answer: moderation },
  'POST /api/moderation/show': { does: 'Takes it back.', body: hideChange, answer: moderation },
  'POST /api/moderation/words': { does: 'Replaces the blocked words.', body: wordsChange, answer: moderation },
  'POST /api/test/event': {
    does: 'Sends one made-up event to every page.',
    body: testEventBody,
    answer: z.object({ event: answers.liveEvent }),
  },

  'GET /api/settings': { does: 'All settings that are in force.', answer: answers.settingsView },
  'GET /api/settings/export': { does: 'The same as a file, without secrets.', answer: answers.settingsExport },
  'POST /api/settings/import': { does: 'Changes what is in such a file.', body: importBody, answer: answers.settingsImported },

  'GET /api/tikfinity': { does: 'The socket for TikFinity’s clients.', answer: answers.tikfinityView },
  'POST /api/tikfinity': { does: 'Switches it.', body: tikfinity.change, answer: answers.tikfinityView },
  'POST /api/tikfinity/origins': { does: 'Lets a web page read it.', body: tikfinity.originBody, answer: answers.tikfinityView },

  'GET /api/actions': { does: 'What other programs are asked to do, and when.', answer: programs.actionsView },
  'POST /api/actions': { does: 'Saves one.', body: actions.saveBody, answer: programs.actionsView },
  'POST /api/actions/remove': { does: 'Removes one.', body: actions.idBody, answer: programs.actionsView },
  'POST /api/actions/test': { does: 'Runs one now.', body: actions.idBody, answer: programs.outcome },
  'POST /api/actions/programs': {
    does: 'Sets the address and the password of a program.',
    body: actions.programBody,
    answer: programs.actionsView,
  },
  'GET /api/actions/offers/{of}': { does: 'What a program offers.', params: actions.offersParam, answer: programs.anyOffers },

  'GET /api/rehearsal': { does: 'Whether the demo is in the place of the LIVE.', answer: answers.rehearsalView },
  'POST /api/rehearsal': { does: 'Puts it there, or back.', body: setup.rehearsalBody, answer: answers.rehearsalView },
  'GET /api/doctor': { does: 'Checks everything.', answer: answers.doctorView },
  'GET /api/tokens': { does: 'How other computers get in.', answer: answers.tokensView },
  'POST /api/tokens/replace': { does: 'Makes a new token.', body: setup.whichBody, answer: answers.tokensView },
  'GET /api/names': { does: 'Names by which overlay and card may be opened.', answer: answers.namesView },
  'POST /api/names': { does: 'Changes them.', body: names.changeBody, answer: answers.namesView },
  'POST /api/names/check': { does: 'Looks a name up.', body: names.checkBody, answer: answers.nameLookup },

  'GET /api/computer': { does: 'Standby as a program on this computer.', answer: answers.computerView },
  'POST /api/computer/quit': { does: 'Ends Standby.', body: computer.quitBody, answer: z.object({ pid: z.number() }), status: 202 },
  'POST /api/computer/autostart': { does: 'Starts with the computer, or not.', body: computer.onBody, answer: answers.computerView },
  'POST /api/computer/weekly-look': {
    does: 'Looks for a new version once a week, or not.',
    body: computer.onBody,
    answer: answers.computerView,
  },
  'POST /api/computer/open-folder': { does: 'Opens the data folder on the screen.', answer: z.object({}) },
  'POST /api/computer/new-version': { does: 'Looks for a new version, once.', answer: answers.newVersion },
  'GET /licences': { does: 'The licences of a package.', answer: ['text/plain'] },

  'GET /healthz': {
    does: 'Whether it is well; for a reader only ok and health.',
    answer: z.object({
      ok: z.boolean(),
      health: z.string(),
      obs: z.string().optional(),
      clients: z.number().optional(),
      storage: z.string().optional(),
    }),
  },
  'GET /metrics': { does: 'Figures for Prometheus.', answer: ['text/plain'] },
  'GET /api/schema/feed.json': { does: 'The messages of the feed, as a JSON Schema.', answer: schema },
  'GET /api/openapi.json': { does: 'This description.', answer: schema },
}
