import { describe, expect, test } from 'vitest'
import type { Alert } from '@standby/shared/alert.ts'
import { readWebhookAddress } from '@standby/bridge/alerts/webhook-address.ts'
import { webhookBody } from '@standby/bridge/alerts/webhook-body.pure.ts'
import { T0 } from './readings.ts'

const ALERT: Alert = { id: 'breaker-open', severity: 'critical', raisedAt: T0, clearedAt: null, params: { cause: 'sign' } }

describe('Alerts', () => {
  test.each([
    ['https://example.com/hook?key=1', 'plain', 'example.com'],
    [' http://192.168.1.4:8123/api/webhook/x ', 'plain', '192.168.1.4:8123'],
    ['https://discord.com/api/webhooks/123456/a-Token_9', 'discord', 'discord.com'],
    ['https://discord.com/api/v10/webhooks/123456/a-Token_9?thread_id=5', 'discord', 'discord.com'],
    ['https://ptb.discord.com/api/webhooks/123456/tok', 'discord', 'ptb.discord.com'],
    ['https://canary.discordapp.com/api/webhooks/123456/tok', 'discord', 'canary.discordapp.com'],
    ['https://discord.com.example.net/api/webhooks/123456/tok', 'plain', 'discord.com.example.net'],
    ['https://notdiscord.com/api/webhooks/123456/tok', 'plain', 'notdiscord.com'],
  ])('[AL13] %s is taken as %s, and %s is all of it that is shown', (text, format, host) => {
    expect(readWebhookAddress(text)).toMatchObject({ ok: true, address: { url: text.trim(), format, host } })
  })

  test.each([
    ['nothing at all', ''],
    ['no address', 'my-secret-hook'],
    ['another protocol', 'ftp://example.com/my-secret-hook'],
    ['a script', 'javascript:alert("my-secret-hook")'],
    ['a name and a password', 'https://me:my-secret-hook@example.com/'],
    ['a Discord page that is no webhook', 'https://discord.com/channels/123/my-secret-hook'],
    ['Discord in plain text', 'http://discord.com/api/webhooks/123/my-secret-hook'],
  ])('[AL13] %s is refused with a sentence that says what to do and does not repeat it', (_what, text) => {
    const result = readWebhookAddress(text)
    expect(result.ok).toBe(false)
    if (!result.ok) {
      expect(result.message).toMatch(/^[A-Z].*\.$/)
      expect(result.message).not.toContain('my-secret-hook')
    }
  })

  test("[AL14] a Discord webhook gets Discord's format, and nobody is pinged", () => {
    expect(JSON.parse(webhookBody('discord', { alert: ALERT, username: 'a_b' }))).toEqual({
      content: expect.stringMatching(/^@a\\_b: Several attempts failed \(Sign service down\)/),
      embeds: [{ title: 'Standby: breaker-open', color: 0xd93025, timestamp: '2023-11-14T22:13:20.000Z' }],
      allowed_mentions: { parse: [] },
    })
  })

  test('[AL14] any other webhook gets the alert as it is, with what it says in words', () => {
    const text =
      'Several attempts failed (Sign service down), so Standby waits before the next one. You don’t need to do anything. Standby keeps trying.'
    const body = { source: 'standby', event: 'raised', username: 'ada', text, alert: ALERT }
    expect(JSON.parse(webhookBody('plain', { alert: ALERT, username: 'ada' }))).toEqual(body)
    const over = { ...ALERT, clearedAt: T0 + 60_000 }
    expect(JSON.parse(webhookBody('plain', { alert: over, username: null }))).toMatchObject({
      event: 'cleared',
      username: null,
      alert: over,
    })
  })

  test('[AL14] the end has another colour, and its own time', () => {
    const body = JSON.parse(webhookBody('discord', { alert: { ...ALERT, clearedAt: T0 + 60_000 }, username: null })) as object
    expect(body).toMatchObject({
      content: 'Attempts are no longer held back.',
      embeds: [{ title: 'Standby: breaker-open is over', color: 0x188038, timestamp: '2023-11-14T22:14:20.000Z' }],
    })
  })

  test('[AL14] what Discord would read as Markdown stays text', () => {
    const name = '**[everyone](http://x)** <@&1> `|~#'
    const { content } = JSON.parse(webhookBody('discord', { alert: ALERT, username: name })) as { content: string }
    expect(content).toMatch(/^@\\\*\\\*\\\[everyone\\\]\\\(http:\/\/x\\\)\\\*\\\* \\<@&1\\> \\`\\\|\\~\\#: /)
  })
})
