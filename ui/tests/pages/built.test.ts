// @vitest-environment node
import { build, type Rolldown } from 'vite'
import { beforeAll, expect, test, vi } from 'vitest'
import { PAGES } from '../../vite.pages.config'

const KEPT = import.meta.glob<string>('../../../crates/server/pages/**/*', { query: '?raw', import: 'default', eager: true })
/** What the scripts of a page are at most once they are compressed, bytes. */
const MOST_BYTES = 60_000

type Part = Rolldown.OutputChunk | Rolldown.OutputAsset
let output: Part[] = []

beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production')
  const built = await build({ configFile: 'vite.pages.config.ts', logLevel: 'silent', build: { write: false } })
  output = (Array.isArray(built) ? built : [built]).flatMap((one): Part[] => ('output' in one ? one.output : []))
}, 60_000)

test('what the server serves is made of this source', () => {
  const text = (part: Part) => (part.type === 'chunk' ? part.code : typeof part.source === 'string' ? part.source : new TextDecoder().decode(part.source))
  const made = Object.fromEntries(output.map((part) => [part.fileName, text(part)]))
  const kept = Object.fromEntries(Object.entries(KEPT).map(([path, text]) => [path.split('/server/pages/')[1]!, text]))
  expect(Object.keys(kept).sort(), 'run `npm run build:pages`').toEqual(Object.keys(made).sort())
  // Vitest hands out no styles; their names have their hash.
  const texts = Object.entries(made).filter(([name]) => !name.endsWith('.css'))
  for (const [name, code] of texts) expect(kept[name] === code, `${name}: run \`npm run build:pages\``).toBe(true)
})

test.each(PAGES)('the scripts of the page %s are small', async (page) => {
  const chunks = output.filter((part) => part.type === 'chunk')
  const needed = new Set<Rolldown.OutputChunk>()
  const need = (chunk: Rolldown.OutputChunk | undefined) => {
    if (!chunk || needed.has(chunk)) return
    needed.add(chunk)
    for (const name of chunk.imports) need(chunks.find(({ fileName }) => fileName === name))
  }
  need(chunks.find(({ isEntry, name }) => isEntry && name === page))
  let bytes = 0
  for (const { code } of needed) {
    const compressed = new Blob([code]).stream().pipeThrough(new CompressionStream('gzip'))
    bytes += (await new Response(compressed).arrayBuffer()).byteLength
  }
  expect(bytes).toBeGreaterThan(1000)
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES)
})
