/** One fault planted by hand where no mutation tool goes: the first occurrence of `find`, which is there once, becomes `put`. */
export interface Fault {
  what: string
  /** From the root. */
  file: string
  find: string
  put: string
  /** The vitest project, the file and the title of a test that has to find it. */
  project: 'unit' | 'scenarios'
  test: string
  title: string
}

export const FAULTS: readonly Fault[] = [
  {
    what: 'a frame of TikTok’s is not acknowledged',
    file: 'bridge/src/sources/tiktok/connector.ts',
    find: '        this.sendAck(frame.push)\n',
    put: '',
    project: 'scenarios',
    test: 'tests/scenarios/tiktok-order.test.ts',
    title: '[TK3] every frame that asks for it is acknowledged',
  },
  {
    what: 'a commit is left out',
    file: 'bridge/src/store/transaction.ts',
    find: "    db.exec('COMMIT')\n",
    put: '',
    project: 'unit',
    test: 'tests/bridge/store/journal.test.ts',
    title: '[FD1] an event gets its offset by being written',
  },
  {
    what: 'a transaction that failed is not rolled back',
    file: 'bridge/src/store/transaction.ts',
    find: "      db.exec('ROLLBACK')\n",
    put: '',
    project: 'unit',
    test: 'tests/bridge/store/journal.test.ts',
    title: '[FD1] a batch that cannot be written leaves nothing of itself',
  },
  {
    what: 'a crash gives the offsets out again that it took',
    file: 'bridge/src/store/database.ts',
    find: '    else if (db',
    put: '    else if (false && db',
    project: 'unit',
    test: 'tests/bridge/store/faults.test.ts',
    title: '[ST9] after a kill',
  },
  {
    what: 'the log is not asked onto the disk',
    file: 'bridge/src/store/log-sync.ts',
    find: '    await handle.datasync()\n',
    put: '',
    project: 'unit',
    test: 'tests/bridge/store/log-sync.test.ts',
    title: '[ST12] the disk is asked for the file itself',
  },
  {
    what: 'the scene to go back to is not remembered',
    file: 'bridge/src/obs/scenes/automation.ts',
    find: '      remember(decision.state)\n',
    put: '',
    project: 'unit',
    test: 'tests/bridge/obs/obs.test.ts',
    title: '[OB8]',
  },
  {
    what: 'the transition of a scene is not put back',
    file: 'bridge/src/obs/scenes/command.ts',
    find: 'await giveBackOverride(session, borrowed)',
    put: 'await Promise.resolve()',
    project: 'unit',
    test: 'tests/bridge/obs/scenes/places.test.ts',
    title: '[OB36] an override that a crash left behind is put back',
  },
  {
    what: 'the origin of a page is not checked',
    file: 'bridge/src/server/access.ts',
    find: '  if (caller.origin !== undefined && !isOwnOrigin(caller.origin, port, isLocal ? LOOPBACK_NAMES : [name])) return FOREIGN_PAGE\n',
    put: '',
    project: 'unit',
    test: 'tests/bridge/server/access.test.ts',
    title: '[AC2]',
  },
  {
    what: 'a secret reaches the log',
    file: 'bridge/src/log.ts',
    find: "redact: { paths, censor: '(secret)' }",
    put: "redact: { paths: [], censor: '(secret)' }",
    project: 'unit',
    test: 'tests/bridge/log.test.ts',
    title: '[SU11]',
  },
  {
    what: 'an outage is not recorded as a gap',
    file: 'bridge/src/live/channel.ts',
    find: 'live.join(roomId, batch, outage)',
    put: 'live.join(roomId, batch, null)',
    project: 'unit',
    test: 'tests/bridge/live/channel.property.test.ts',
    title: '[GP21]',
  },
  {
    what: 'a timer is not cancelled',
    file: 'bridge/src/alerts/webhook.ts',
    find: '      cancelTimeout()\n',
    put: '',
    project: 'unit',
    test: 'tests/bridge/alerts/webhook.test.ts',
    title: '[AL12]',
  },
  {
    what: 'a token is compared without its case',
    file: 'bridge/src/server/tokens.ts',
    find: "createHash('sha256').update(token).digest()",
    put: "createHash('sha256').update(token.toLowerCase()).digest()",
    project: 'unit',
    test: 'tests/bridge/server/tokens.test.ts',
    title: '[AC15]',
  },
  {
    what: 'a socket is not closed',
    file: 'bridge/src/sources/tiktok/connector.ts',
    find: '      this.#socket?.terminate()\n',
    put: '',
    project: 'scenarios',
    test: 'tests/scenarios/tiktok-attempt.test.ts',
    title: '[TK16]',
  },
  {
    what: 'a client that does not read is not cut off',
    file: 'bridge/src/feed/hub.ts',
    find: '    clock.after(2_000, () => socket.terminate())\n',
    put: '',
    project: 'unit',
    test: 'tests/bridge/feed/hub.test.ts',
    title: '[FD10]',
  },
]
