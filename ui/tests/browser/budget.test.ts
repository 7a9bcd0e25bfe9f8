// @vitest-environment node
import { build } from 'vite'
import { expect, test, vi } from 'vitest'

/** What the window's script may take once it is compressed, bytes; and what a language may take besides. */
const SCRIPT = 60_000
const LANGUAGE = 12_000

test('the script is small, and so is each language, which is loaded alone', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  const built = await build({ configFile: 'vite.config.ts', logLevel: 'silent', build: { write: false } })
  const chunks = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : [])).filter((one) => one.type === 'chunk')
  const sizes = { script: 0, languages: new Map<string, number>() }
  for (const { code, facadeModuleId } of chunks) {
    const { byteLength } = await new Response(new Blob([code]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()
    const language = facadeModuleId?.match(/locales\/(\w+)\/\w+\.ftl$/)?.[1]
    if (language) sizes.languages.set(language, (sizes.languages.get(language) ?? 0) + byteLength)
    else sizes.script += byteLength
  }
  expect(sizes.languages.size).toBeGreaterThan(1)
  expect(sizes.script).toBeLessThanOrEqual(SCRIPT)
  for (const [language, size] of sizes.languages) expect(size, language).toBeLessThanOrEqual(LANGUAGE)
})
