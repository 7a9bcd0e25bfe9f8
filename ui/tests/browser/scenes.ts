import type { Page } from 'puppeteer-core'
import { testids } from '../../src/lib/testids'
import type { Scene } from './chromium'

const at = (testid: string) => `[data-testid="${testid}"]`

async function click(page: Page, ...testids: string[]): Promise<void> {
  for (const testid of testids) await (await page.waitForSelector(at(testid)))!.click()
}

/** Every page in every state, and what opens on them. */
export const SCENES: Scene[] = [
  { name: 'first run', state: 'signed-out' },
  { name: 'first run, nothing written', state: 'signed-out', steps: (page) => click(page, testids.signInSubmit) },
  { name: 'available', state: 'available' },
  { name: 'available in some offices', state: 'some' },
  { name: 'away', state: 'away' },
  { name: 'offline', state: 'offline' },
  { name: 'not connected', state: 'disconnected' },
  { name: 'in no office', state: 'no-offices' },
  { name: 'for how long', state: 'some', steps: (page) => click(page, testids.holdOpen) },
  { name: 'offices open', state: 'admin', steps: (page) => click(page, testids.officeOpen('library'), testids.officeOpen('it')) },
  { name: 'everybody away, asked', state: 'admin', steps: (page) => click(page, testids.bolt('library')) },
  { name: 'everybody away, held', state: 'admin', steps: (page) => click(page, testids.bolt('library'), testids.dialogConfirm) },
  { name: 'schedule', state: 'available', page: 'schedule' },
  { name: 'schedule, not connected', state: 'disconnected', page: 'schedule' },
  { name: 'schedule, two versions', state: 'two-devices', page: 'schedule' },
  { name: 'schedule, a day', state: 'available', page: 'schedule', steps: (page) => click(page, testids.weekDay('mon')) },
  {
    name: 'schedule, a shift drawn by keyboard',
    state: 'available',
    page: 'schedule',
    async steps(page) {
      await page.focus(at(testids.weekDay('sun')))
      await page.keyboard.press('+')
      await page.keyboard.press('Enter')
    },
  },
  {
    name: 'schedule, empty',
    state: 'available',
    page: 'schedule',
    steps: (page) => page.$eval('.remove', (button) => (button as HTMLElement).click()),
  },
  {
    name: 'schedule, shifts from a calendar',
    state: 'available',
    page: 'schedule',
    async steps(page) {
      const file = await page.waitForSelector<'input'>(`input${at(testids.scheduleFile)}` as 'input')
      await file!.uploadFile('tests/browser/scenes.ts')
      await page.waitForSelector(at(testids.scheduleCalendar))
    },
  },
  {
    name: 'schedule, help',
    state: 'available',
    page: 'schedule',
    steps: (page) => page.$eval('details.help summary', (summary) => (summary as HTMLElement).click()),
  },
  {
    name: 'schedule, dates chosen',
    state: 'available',
    page: 'schedule',
    async steps(page) {
      await page.focus('[role=gridcell][tabindex="0"]')
      await page.keyboard.press('Enter')
      await page.keyboard.down('Shift')
      await page.focus('[role=gridcell][tabindex="0"]')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.up('Shift')
    },
  },
  {
    name: 'schedule, left unsaved',
    state: 'available',
    page: 'schedule',
    async steps(page) {
      await page.focus(at(testids.weekDay('sun')))
      await page.keyboard.press('+')
      await click(page, testids.nav('status'))
    },
  },
  { name: 'settings', state: 'available', page: 'settings' },
  { name: 'settings, signing out', state: 'available', page: 'settings', steps: (page) => click(page, testids.signOut) },
  { name: 'settings, copied', state: 'disconnected', page: 'settings', steps: (page) => click(page, testids.copyDiagnostics) },
]
