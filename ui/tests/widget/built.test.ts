// @vitest-environment node
import { build } from 'vite'
import { expect, test } from 'vitest'
import kept from '../../../crates/server/widget/1.js?raw'
import integrity from '../../../crates/server/widget/1.js.integrity?raw'
import { VERSION } from '../../vite.widget.config'

/** What a page loads once a proxy has compressed it. */
const MOST_BYTES = 4_096

test('what the server serves is made of this source', async () => {
  expect(VERSION).toBe('1')
  const built = await build({ configFile: 'vite.widget.config.ts', logLevel: 'silent', build: { write: false } })
  const output = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []))
  const script = output.find((one) => one.type === 'chunk')
  expect(script?.code === kept, 'run `npm run build:widget`').toBe(true)
})

test('it is small enough to be on every page', async () => {
  const compressed = new Blob([kept]).stream().pipeThrough(new CompressionStream('gzip'))
  const { byteLength } = await new Response(compressed).arrayBuffer()
  expect(byteLength).toBeLessThanOrEqual(MOST_BYTES)
})

test('what browsers hold it to is its hash', async () => {
  const hash = await crypto.subtle.digest('SHA-384', new TextEncoder().encode(kept))
  expect(integrity).toBe(`sha384-${btoa(String.fromCharCode(...new Uint8Array(hash)))}`)
})
