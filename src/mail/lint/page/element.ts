import type { Colour } from './colour.ts'

export type Element = {
  name: string
  attributes: Map<string, string>
  parent: Element | undefined
  /** Where its tag begins in the html, in UTF-16 units. */
  at: number
  appearance: Appearance
}

/** How text inside an element looks, by inline styles and attributes alone: what is left when <style> is removed. */
export type Appearance = {
  language: string | undefined
  direction: 'ltr' | 'rtl' | 'auto' | undefined
  colour: Colour
  background: Colour
  /** In CSS pixels; undefined where the mail program decides. */
  fontSize: number | undefined
  isHidden: boolean
  /** The reader's program works out the direction by itself: bdi, dir=auto. */
  isIsolated: boolean
  link: Element | undefined
  heading: Element | undefined
  table: Element | undefined
  block: Element | undefined
  isDecoration: boolean
}
