import { svelte } from '@sveltejs/vite-plugin-svelte'
import { launch, type Browser, type Page } from 'puppeteer-core'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll } from 'vitest'
import { ftl } from '../../vite.ftl.ts'
import type { CampusState } from '../../src/lib/backend/campus'
import type { Page as PageName } from '../../src/lib/porch.svelte'

const CHROMIUM = import.meta.env['VITE_CHROMIUM'] ?? '/usr/bin/chromium'
/** As high as the window is by default, pixels. */
const HEIGHT = 640

/** The window in a real Chromium, on the sample campus. */
export interface Desk {
  page: Page
  /** Opens a scene, with a language, a theme and a clock of the address. */
  open(scene: Scene, asked: Record<string, string>, width?: number): Promise<void>
  resize(width: number): Promise<void>
}

/** Something that the window can look like, and how one comes there. */
export interface Scene {
  name: string
  state: CampusState
  page?: PageName
  steps?: (page: Page) => Promise<void>
}

/** Starts Chromium and a server for this file's tests. */
export function chromium(): () => Desk {
  let server: ViteDevServer
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    // As while it is developed: what the tests' configuration adds is for jsdom.
    server = await createServer({
      configFile: false,
      cacheDir: 'node_modules/.vite-browser',
      plugins: [ftl(), svelte()],
      logLevel: 'error',
      server: { port: 0, hmr: false, watch: null, fs: { allow: ['.', '../crates/core/locales'] } },
    })
    await server.listen()
    browser = await launch({ executablePath: CHROMIUM, pipe: true, args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb', '--lang=en-GB'] })
    page = await browser.newPage()
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }])
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  return () => ({
    page,
    async open({ state, page: turned, steps }, asked, width = 380) {
      await page.setViewport({ width, height: HEIGHT })
      const query = new URLSearchParams({ state, ...(turned ? { page: turned } : {}), ...asked })
      await page.goto(`${server.resolvedUrls!.local[0]!}?${query.toString()}`)
      await page.waitForSelector('main > *')
      await settled(page)
      await steps?.(page)
      await settled(page)
    },
    async resize(width) {
      await page.setViewport({ width, height: HEIGHT })
      await settled(page)
    },
  })
}

/** Until everything that was to be drawn is. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    for (let frame = 0; frame < 2; frame++) await new Promise((next) => requestAnimationFrame(next))
  })
}
