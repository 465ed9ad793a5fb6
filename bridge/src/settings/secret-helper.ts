import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { Entry } from '@napi-rs/keyring'
import type { SecretAnswer, SecretQuestion } from './secret-store.ts'

// A program of its own, see `systemSecretStore`: answers one question and ends. What asks is native and blocks, so it has a thread to
// itself; the main one sees when the process that asked is gone.

function answerTo(question: SecretQuestion): SecretAnswer {
  try {
    // Pinned, because what Linux would fall back to is the kernel's keyring, which is empty after a restart of the computer.
    const entry = new Entry('Standby', question.name, { linux: { store: 'secret-service' } })
    if (question.act === 'set') entry.setPassword(question.secret)
    if (question.act === 'delete') entry.deletePassword()
    return { secret: question.act === 'get' ? entry.getPassword() : null }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

/** At once, and the thread with it: what a store does that answers late would overwrite what was entered since. */
function end(): void {
  process.kill(process.pid, 'SIGKILL')
}

function say(answer: SecretAnswer): void {
  process.send?.(answer, () => {
    process.off('disconnect', end)
    process.disconnect?.()
  })
}

if (isMainThread) {
  process.once('disconnect', end)
  process.once('message', (question: SecretQuestion) => {
    const thread = new Worker(new URL(import.meta.url))
    thread.once('message', say)
    thread.once('error', (error) => say({ error: error instanceof Error ? error.message : String(error) }))
    thread.postMessage(question)
  })
} else {
  parentPort?.once('message', (question: SecretQuestion) => parentPort?.postMessage(answerTo(question)))
}
