import { Entry } from '@napi-rs/keyring'
import type { SecretAnswer, SecretQuestion } from './secret-store.ts'

// A program of its own, see `systemSecretStore`: answers one question and ends.

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

process.once('message', (question: SecretQuestion) => {
  process.send?.(answerTo(question), () => process.disconnect?.())
})
