import type { FastifyHelmetOptions } from '@fastify/helmet'

const DIRECTIVES = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  frameSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
}

/**
 * Pages load nothing but our own styles, icon and scripts, have none of these inside them, and stand in nobody's frame. Addresses hold tokens, so none is told to
 * another site. Whether https is enforced (HSTS) is the affair of the proxy that speaks it.
 */
export const SECURITY: FastifyHelmetOptions = {
  contentSecurityPolicy: { useDefaults: false, directives: DIRECTIVES },
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: false,
  originAgentCluster: false,
  xFrameOptions: { action: 'deny' },
}

/** For routes whose page comes to life: its script may ask this server. */
export const LIVE = { helmet: { contentSecurityPolicy: { useDefaults: false, directives: { ...DIRECTIVES, connectSrc: ["'self'"] } } } }

/**
 * For a mail that stands on a page of its own, as its reader got it: its own styles show; nothing is run, and no picture comes from
 * elsewhere. Its links work.
 */
export const WEB_COPY = [
  'sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * For a caught mail in its frame on our own page: a sandbox in which its own styles and pictures inside it show, and nothing is run or
 * fetched. Links open beside it, as in a mail program.
 */
export const MAIL_SANDBOX = [
  'sandbox allow-popups allow-popups-to-escape-sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ')
