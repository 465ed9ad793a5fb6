import { expect, test } from 'vitest'
import { refusal, type Caller } from '@standby/bridge/server/access.ts'

const PORT = 4747
const own: Caller = {
  method: 'GET',
  path: '/api/tiktok/status',
  host: '127.0.0.1:4747',
  origin: undefined,
  fetchSite: undefined,
  fetchMode: undefined,
}

test.each<[string, Partial<Caller>]>([
  ['a tool without Origin', {}],
  ['one of our pages', { origin: 'http://127.0.0.1:4747', fetchSite: 'same-origin', fetchMode: 'cors' }],
  ['one of our pages under localhost', { host: 'localhost:4747', origin: 'http://localhost:4747' }],
  ['one of our pages over IPv6', { host: '[::1]:4747', origin: 'http://[::1]:4747' }],
  ['an address typed by a person', { path: '/', fetchSite: 'none', fetchMode: 'navigate' }],
  ['a link followed from elsewhere', { path: '/overlay', fetchSite: 'cross-site', fetchMode: 'navigate' }],
])('[AC1] %s may use it', (_who, caller) => {
  expect(refusal({ ...own, ...caller }, PORT)).toBeNull()
})

test.each<[string, Partial<Caller>]>([
  ['a foreign page', { origin: 'https://evil.example' }],
  ['a sandboxed page or a file', { origin: 'null' }],
  ['another program on this computer', { origin: 'http://127.0.0.1:3000' }],
  ['our address over https', { origin: 'https://127.0.0.1:4747' }],
  ['a page whose address only begins like ours', { origin: 'http://127.0.0.1:4747.evil.example' }],
  ['an empty origin', { origin: '' }],
])('[AC2] %s is refused by its origin', (_who, caller) => {
  expect(refusal({ ...own, ...caller }, PORT)).not.toBeNull()
})

test.each<[string, Partial<Caller>]>([
  ['a name that was made to point here', { host: 'evil.example:4747' }],
  ['the same with its own origin', { host: 'evil.example:4747', origin: 'http://evil.example:4747' }],
  ['another port', { host: '127.0.0.1:80' }],
  ['no port', { host: '127.0.0.1' }],
  ['another address of this computer', { host: '192.168.1.10:4747' }],
  ['no host at all', { host: undefined }],
])('[AC3] %s is refused by its host', (_who, caller) => {
  expect(refusal({ ...own, ...caller }, PORT)).not.toBeNull()
})

test.each<[string, Partial<Caller>]>([
  ['an image or script tag of a foreign page', { fetchSite: 'cross-site', fetchMode: 'no-cors' }],
  ['a page on another port of this computer', { fetchSite: 'same-site', fetchMode: 'no-cors' }],
  ['a foreign page that sends the browser to a command', { fetchSite: 'cross-site', fetchMode: 'navigate' }],
  ['a foreign form', { method: 'POST', path: '/', fetchSite: 'cross-site', fetchMode: 'navigate' }],
])('[AC4] %s is refused though it brings no origin', (_who, caller) => {
  expect(refusal({ ...own, ...caller }, PORT)).not.toBeNull()
})
