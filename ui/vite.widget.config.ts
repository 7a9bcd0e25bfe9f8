import { defineConfig, type Plugin } from 'vite'

/** Rises whenever what was released changes: an address that was given out serves the same bytes for ever. */
export const VERSION = '1'

/** The script that customers' pages load. The server embeds what this writes, and is built without Node. */
export default defineConfig({
  publicDir: false,
  plugins: [integrity()],
  build: {
    target: 'es2022',
    // For older browsers `light-dark()` would be rewritten, and then know nothing of the page's color-scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    outDir: '../crates/server/widget',
    emptyOutDir: false,
    modulePreload: false,
    lib: {
      entry: 'widget/index.ts',
      formats: ['iife'],
      name: 'porchlight',
      fileName: () => `${VERSION}.js`,
    },
    rolldownOptions: {
      output: { postBanner: `/* Porchlight's widget, version ${VERSION}. MIT OR Apache-2.0 */` },
    },
  },
})

/** Writes beside the script what browsers hold it to (Subresource Integrity). */
function integrity(): Plugin {
  return {
    name: 'integrity',
    async generateBundle(_, bundle) {
      for (const script of Object.values(bundle)) {
        if (script.type === 'chunk') {
          const hash = await crypto.subtle.digest('SHA-384', new TextEncoder().encode(script.code))
          const source = `sha384-${btoa(String.fromCharCode(...new Uint8Array(hash)))}`
          this.emitFile({ type: 'asset', fileName: `${script.fileName}.integrity`, source })
        }
      }
    },
  }
}
