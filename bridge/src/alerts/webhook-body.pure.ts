import type { Alert } from '@standby/shared/alert.ts'
import { alertSentence } from '@standby/shared/words/alerts.ts'
import type { WebhookAddress } from './webhook-address.ts'

export interface WebhookMessage {
  alert: Alert
  /** The TikTok account it is about, without @. */
  username: string | null
}

const COLOURS = { critical: 0xd93025, warning: 0xf9ab00, cleared: 0x188038 } as const

/** What is sent, as JSON text. Times are ms since the epoch, in Discord's embed as it wants them. */
export function webhookBody(format: WebhookAddress['format'], { alert, username }: WebhookMessage): string {
  const event = alert.clearedAt === null ? 'raised' : 'cleared'
  const text = alertSentence(alert)
  if (format === 'plain') return JSON.stringify({ source: 'standby', event, username, text, alert })
  const title = event === 'raised' ? `Standby: ${alert.id}` : `Standby: ${alert.id} is over`
  return JSON.stringify({
    content: username === null ? text : `@${plainForDiscord(username)}: ${text}`,
    embeds: [
      {
        title,
        color: event === 'raised' ? COLOURS[alert.severity] : COLOURS.cleared,
        timestamp: new Date(alert.clearedAt ?? alert.raisedAt).toISOString(),
      },
    ],
    // Nobody is pinged, whatever a name looks like.
    allowed_mentions: { parse: [] },
  })
}

/** Discord reads Markdown; an underscore in a name is none. */
function plainForDiscord(text: string): string {
  return text.replace(/[\\`*_~|<>#[\]()]/g, '\\$&')
}
