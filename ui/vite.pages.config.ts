import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { ftl } from './vite.ftl.ts'

/** The pages of the server's own people, each an entry. */
export const PAGES = ['online', 'me', 'admin', 'join', 'sign-in'] as const

/** The server embeds what this writes, and is built without Node. */
export default defineConfig({
  root: 'pages',
  base: '/',
  publicDir: false,
  plugins: [ftl(), svelte({ configFile: '../svelte.config.js' })],
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    outDir: '../../crates/server/pages',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: Object.fromEntries(PAGES.map((page) => [page, `pages/${page}.html`])),
    },
  },
})
