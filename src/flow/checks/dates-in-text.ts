import { readDate } from '../../intake/dates/read-date.ts'
import { firstOf } from './text-to-check.ts'

/** A full calendar date as it stands in a text: `YYYY-MM-DD`, what is written, and where. */
export type DateInText = { date: string; written: string; start: number; end: number }

/** Candidates in any language; whether one is a date is for `readDate` to say, which knows the names of months. */
const SHAPES = [
  /\p{Nd}{4}\s?[年년]\s?\p{Nd}{1,2}\s?[月월]\s?\p{Nd}{1,2}\s?[日일号]?/gu,
  /(?<![\p{Nd}-])\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2}(?![\p{Nd}-])/gu,
  /(?<!\p{Nd})\p{Nd}{1,2}\s?\.\s?\p{Nd}{1,2}\s?\.\s?\p{Nd}{4}(?!\p{Nd})/gu,
  /(?<!\p{L})\p{L}{3,20}\.?\s+\p{Nd}{1,2}(?:st|nd|rd|th)?,?\s+\p{Nd}{4}(?!\p{Nd})/gu,
  /(?<!\p{Nd})\p{Nd}{1,2}(?:st|nd|rd|th|er|º|\.)?\s+(?:(?:de|of|د)\s+)?\p{L}{3,20}\.?,?\s+(?:(?:de|of)\s+)?\p{Nd}{4}(?!\p{Nd})/gu,
]

/** The dates of a text with day, month and year, in the order read. `language` decides what names of months mean. */
export function datesInText(text: string, language: string): DateInText[] {
  const found = SHAPES.flatMap((shape) => firstOf(shape, text)).flatMap((match) => {
    const read = readDate(match[0].replace(/(\p{Nd})(?:st|nd|rd|th|er|º)(?=\s)/u, '$1'), language)
    return read.ok ? [{ date: read.date, written: match[0], start: match.index, end: match.index + match[0].length }] : []
  })
  return found
    .sort((one, other) => one.start - other.start || other.end - one.end)
    .filter((one, index, all) => !all.slice(0, index).some((before) => before.end > one.start))
}
