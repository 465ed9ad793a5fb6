import { describe, expect, test } from 'vitest'
import { BROWSER_KIND, ownPage, pageUrl, swappedUrl } from '@standby/bridge/obs/pages/own-page.ts'
import { SOURCE_PAGES } from '@standby/shared/obs-setup.ts'

describe('Setup in OBS, and our own pages there', () => {
  test.each([
    ['http://127.0.0.1:4747/overlay', { page: 'overlay', source: null }],
    [' http://localhost:4747/standby?x=1 ', { page: 'standby', source: null }],
    ['http://[::1]:4747/dock?source=A%20b#x', { page: 'dock', source: 'A b' }],
    ['https://127.0.0.1:4747/overlay', null],
    ['http://example.org:4747/overlay', null],
    ['http://127.0.0.1:4748/overlay', null],
    ['http://127.0.0.1/overlay', null],
    ['http://127.0.0.1:4747/', null],
    ['http://127.0.0.1:4747/overlay/', null],
    ['http://127.0.0.1:4747/overlays', null],
    ['/overlay', null],
    ['', null],
  ])('[OS10] at port 4747 %j is %j', (url, page) => expect(ownPage(url, 4_747)).toEqual(page))

  test('[OS10] an address without a port is ours at port 80', () => {
    expect(ownPage('http://127.0.0.1/overlay', 80)).toEqual({ page: 'overlay', source: null })
  })

  test('[OS10] the address of a page says whose it is, and is one of ours', () => {
    expect(pageUrl('overlay', 4_747, 'A & b')).toBe('http://127.0.0.1:4747/overlay?source=A%20%26%20b')
    for (const page of SOURCE_PAGES) expect(ownPage(pageUrl(page, 4_747, 'A & b?#'), 4_747)).toEqual({ page, source: 'A & b?#' })
    expect([...SOURCE_PAGES]).toEqual(['overlay', 'standby', 'dock'])
    expect(BROWSER_KIND).toBe('browser_source')
  })

  test('[OS11] the address that OBS makes a new browser for leads to the same page', () => {
    expect(swappedUrl('http://127.0.0.1:4747/overlay?x=1')).toBe('http://127.0.0.1:4747/overlay?x=1#revived')
    expect(swappedUrl('http://127.0.0.1:4747/overlay#x')).toBe('http://127.0.0.1:4747/overlay#xrevived')
  })
})
