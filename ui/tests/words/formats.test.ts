import { describe, expect, it } from 'vitest'
import { Formats } from '../../src/lib/words/formats.svelte'

const british = new Formats('en-GB', 'h23')
const american = new Formats('en-US', 'h12')
const german = new Formats('de', 'h23')
const arabic = new Formats('ar-u-nu-latn', 'h12')
const japanese = new Formats('ja', 'h23')
/** What stands between a time and its half of the day differs from one CLDR to the next. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('times of day', () => {
  it('follow the clock', () => {
    expect([british.clock(570), british.clock(0), german.clock(1050)]).toEqual(['09:30', '00:00', '17:30'])
    expect([american.clock(570), american.clock(0), american.clock(1050)].map(plain)).toEqual(['9:30 AM', '12:00 AM', '5:30 PM'])
  })

  it('end the day where hours are counted so far, and are short where there is no room', () => {
    expect([british.clockEnd(1440), british.clockShort(1440), british.clockEnd(120)]).toEqual(['24:00', '24:00', '02:00'])
    expect([american.clockEnd(1440), american.clockShort(1440), american.clockShort(1050), american.hour(15)].map(plain)).toEqual(['12:00 AM', '12:00', '5:30', '3 PM'])
  })

  it.each([british, american, german, arabic, japanese])('can be written as they are shown', (formats) => {
    expect(plain(formats.plainClock(formats.clock(570)))).toMatch(formats.twelve ? /^9:30 am$/i : /^09:30$/)
    expect(plain(formats.plainClock(formats.clock(1050)))).toMatch(formats.twelve ? /^5:30 pm$/i : /^17:30$/)
  })

  it('can be written with the digits of Arabic', () => expect(arabic.plainClock('٩:٣٠')).toBe('9:30'))
})

describe('moments', () => {
  const now = new Date(2026, 10, 23, 14)
  const at = (day: number, hours: number, minutes = 0) => new Date(2026, 10, day, hours, minutes).toISOString()

  it('have the date only on another day', () => {
    expect(british.moment(at(23, 9, 5), now)).toBe('09:05:00')
    expect(british.moment(at(22, 0, 5), now)).toMatch(/^22 November(,| at) 00:05:00$/)
    expect(british.moment(new Date(2025, 10, 23, 9, 5).toISOString(), now)).toMatch(/^23 November 2025(,| at) 09:05:00$/)
  })
})

describe('lengths', () => {
  it.each([
    [3600, '1 hour'],
    [7200, '2 hours'],
    [5400, '90 minutes'],
    [60, '1 minute'],
    [45, '45 seconds'],
  ])('%d seconds are %s', (seconds, text) => expect(british.duration(seconds)).toBe(text))
})

describe('days', () => {
  it('have names of three letters at most where there is little room', () => {
    expect([british, german, arabic, japanese].map((formats) => formats.weekday('mon', 'short'))).toEqual(['Mon', 'Mo', 'ن', '月'])
    expect([british, german, japanese].map((formats) => formats.weekday('mon'))).toEqual(['Monday', 'Montag', '月曜日'])
  })
})
