import { describe, afterEach, beforeEach, expect, test } from 'vitest'
import { applyMessage, emptyReplica } from '@standby/shared/feed/replica.ts'
import { openDatabase } from '@standby/bridge/store/database.ts'
import { chat } from '../../support/fixtures/events.ts'
import { startFeedServer } from '../../support/peers/feed-server.ts'
import { journals } from '../../support/fixtures/journals.ts'
import { waitFor } from '../../support/wait.ts'

const { file } = journals()
let server: Awaited<ReturnType<typeof startFeedServer>>
beforeEach(async () => {
  server = await startFeedServer({
    file: file(),
    open(path, epoch) {
      const db = openDatabase(path, epoch)
      // The error of a disk without room.
      if (path !== ':memory:') db.exec('PRAGMA max_page_count = 100')
      return db
    },
  })
})
afterEach(() => server.close())

const ids = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id)

describe('Feed', () => {
  test('[FD4] if the disk fills up, connected clients go on without a gap and later ones learn of it', async () => {
    const client = await server.client()
    const away = await server.client()
    const position = away.position()
    away.socket.terminate()
    let sent = 0
    while (server.journal.problem() === null) {
      server.add(Array.from({ length: 10 }, () => chat(`${sent++}`, 'x'.repeat(500))))
      await new Promise(setImmediate)
    }
    server.add([chat(`${sent++}`)])
    await waitFor(() => client.events().length === sent, { timeoutMs: 5_000, what: 'all events' })
    expect(ids(client.events())).toEqual(Array.from({ length: sent }, (_, n) => `${n}`))
    // A page sees each of them once too, although its position means nothing any more.
    let replica = emptyReplica()
    const fresh: string[] = []
    for (const message of client.messages) {
      const applied = applyMessage(replica, message, 100_000)
      replica = applied.replica
      fresh.push(...ids(applied.fresh))
    }
    expect(fresh).toEqual(ids(client.events()))
    expect(replica.epoch).toBe(server.journal.epoch())
    expect(replica.gap).toBeNull()
    const back = await server.client(position)
    expect(back.messages[0]).toMatchObject({ recovered: false, gap: { reason: 'other-feed' } })
    const [snapshot] = back.messages
    expect(snapshot?.type === 'snapshot' && ids(snapshot.history)).toEqual(fresh.slice(-60))
  })
})
