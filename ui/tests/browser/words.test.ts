// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { chromium } from './chromium'
import { SCENES } from './scenes'

const desk = chromium()
/** From the narrowest that the window can be made to a wide one, pixels. */
const WIDTHS = [320, 380, 520, 640, 900]

/** What nobody translates: names of people, places and things of the sample, addresses, and names of programs. */
const NAMES =
  /Porchlight|Ana Lee|Bo Ray|Cleo Marsh|Dana Fox|Eli Sun|Fay Okafor|\bAL\b|Library|Admissions|IT desk|[\w.]+@[\w.]+|https?:\S+|\S+\.(edu|log)|America\/New York|Europe\/London|0\.1\.0/g

describe.each([
  ['from left to right', 'en-XA'],
  ['from right to left', 'en-XB'],
])('in a language that nobody speaks, %s', (_, language) => {
  it.each(SCENES)('$name: every word is of the catalogue, and nothing is cut off', async (scene) => {
    await desk().open(scene, { language })
    const { page } = desk()
    const said = await page.evaluate(everythingSaid)
    expect(said.map((text) => text.replaceAll(NAMES, '')).filter((text) => /[A-Za-z]{2}/.test(text))).toEqual([])
    for (const width of WIDTHS) {
      await desk().resize(width)
      expect(await page.evaluate(everythingCutOff), `at ${width} pixels`).toEqual([])
    }
  })
})

/** All that is shown or read out. */
function everythingSaid(): string[] {
  const said: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const within = walker.currentNode.parentElement!
    const isZone = within.matches('[data-testid=schedule-zone] option')
    // What is said in another language says so.
    const isForeign = within.closest('[lang]') !== document.documentElement
    if (!isZone && !isForeign && !within.matches('script, style')) said.push((walker.currentNode.textContent ?? '').trim())
  }
  for (const element of document.querySelectorAll('*')) {
    for (const name of ['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'title', 'placeholder', 'alt']) {
      const value = element.getAttribute(name)
      if (value) said.push(value)
    }
  }
  return said.filter((text) => text !== '')
}

/** What goes beyond the window, is hidden by what it stands in, or needs to be scrolled sideways. */
function everythingCutOff(): string[] {
  const name = (element: Element) => `${element.tagName.toLowerCase()}.${element.classList.item(0) ?? ''} “${(element.textContent ?? '').trim().slice(0, 40)}”`
  const cut: string[] = []
  if (document.documentElement.scrollWidth > innerWidth) cut.push(`the page is ${document.documentElement.scrollWidth} wide`)
  for (const element of document.querySelectorAll<HTMLElement>('#app *')) {
    if (element.closest('.hidden, [hidden], option, svg') || !element.checkVisibility()) continue
    const style = getComputedStyle(element)
    const box = element.getBoundingClientRect()
    if (box.width === 0) continue
    if (box.left < -1 || box.right > innerWidth + 1) cut.push(`${name(element)} goes from ${Math.round(box.left)} to ${Math.round(box.right)}`)
    if (element.scrollWidth > element.clientWidth + 1 && style.overflowX !== 'visible' && element.clientWidth > 0) {
      cut.push(`${name(element)} hides ${element.scrollWidth - element.clientWidth} pixels of its width`)
    }
    if (element.scrollHeight > element.clientHeight + 2 && ['hidden', 'clip'].includes(style.overflowY) && element.clientHeight > 0) {
      cut.push(`${name(element)} hides ${element.scrollHeight - element.clientHeight} pixels of its height`)
    }
    if (element.scrollWidth > element.clientWidth + 1 && style.overflowX === 'visible' && style.display !== 'inline' && element.clientWidth > 0 && element.matches('button, .chip, .hours, dt, dd, h1, h2, h3, p')) {
      cut.push(`${name(element)} is ${element.scrollWidth - element.clientWidth} pixels too wide for its place`)
    }
  }
  return cut
}
