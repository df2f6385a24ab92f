import Handlebars from 'handlebars'
import { Parser } from 'htmlparser2'
import mjml2html from 'mjml'
import nodemailer from 'nodemailer'
import { dkimKey } from '../support/keys.ts'
import { LOCAL } from './nodemailer-raw.ts'
import { makeProse } from './prose.ts'
import { runAtOnce } from './run-at-once.ts'

const LINES = 10

const TEMPLATE = Handlebars.compile(`<mjml>
  <mj-head><mj-title>{{subject}}</mj-title><mj-preview>{{preheader}}</mj-preview></mj-head>
  <mj-body background-color="#f4f4f4">
    <mj-section><mj-column><mj-text font-size="24px">Morning</mj-text><mj-text>For {{address}}</mj-text></mj-column></mj-section>
    {{#each stories}}
    <mj-section background-color="#ffffff">
      <mj-column>
        <mj-text color="#666666">{{kicker}}</mj-text>
        <mj-text font-size="20px"><a href="{{url}}">{{title}}</a></mj-text>
        <mj-text>{{standfirst}}</mj-text>
        <mj-text><ul>{{#each points}}<li>{{this}}</li>{{/each}}</ul></mj-text>
        <mj-button href="{{url}}">Read</mj-button>
      </mj-column>
    </mj-section>
    {{/each}}
    <mj-section><mj-column><mj-text><a href="{{unsubscribeUrl}}">Unsubscribe</a></mj-text></mj-column></mj-section>
  </mj-body>
</mjml>`)

/**
 * The loop that most people would write: for each reader the template is filled, compiled to html, turned into text and handed to
 * nodemailer, which builds and signs the message. Gives mails a second. In place of html-to-text, which we do not have, stands the
 * parser that it is built on, with less work to do.
 */
export async function sendNaively({ port, count, storiesEach }: { port: number; count: number; storiesEach: number }): Promise<number> {
  const dkim = { domainName: 'broadsheet.example', keySelector: 'bench', privateKey: dkimKey().privateKey }
  const transport = nodemailer.createTransport({ ...LOCAL, port, pool: true, maxConnections: LINES, dkim })
  const stories = makeStories(100)
  const startedAt = performance.now()
  await runAtOnce(LINES, count, async (index) => {
    const chosen = Array.from({ length: storiesEach }, (_, place) => stories[(index * 7 + place * 13) % stories.length])
    const html = await render(`reader${index}@mail.example`, chosen)
    const headers = { 'List-Unsubscribe': `<https://news.example/u/${index}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
    const subject = chosen[0]?.title ?? ''
    await transport.sendMail({
      from: 'digest@broadsheet.example',
      to: `reader${index}@mail.example`,
      subject,
      html,
      text: textOf(html),
      headers,
    })
  })
  const seconds = (performance.now() - startedAt) / 1000
  transport.close()
  return count / seconds
}

type Story = ReturnType<typeof makeStories>[number]

function makeStories(count: number) {
  const prose = makeProse(2)
  return Array.from({ length: count }, (_, index) => ({
    ...{ kicker: prose.words(3), title: prose.words(8), standfirst: prose.sentences(4), url: `https://news.example/b/story-${index}` },
    points: Array.from({ length: 3 }, () => prose.sentences(1)),
  }))
}

async function render(address: string, stories: (Story | undefined)[]): Promise<string> {
  const unsubscribeUrl = `https://news.example/u/${address}`
  const mjml = TEMPLATE({ subject: stories[0]?.title, preheader: stories[1]?.title, address, stories, unsubscribeUrl })
  return (await mjml2html(mjml)).html
}

function textOf(html: string): string {
  let text = ''
  let hidden = 0
  const parser = new Parser({
    onopentag: (name) => {
      if (name === 'style' || name === 'title') hidden++
      if (name === 'div' || name === 'li' || name === 'p') text += '\n'
    },
    onclosetag: (name) => {
      if (name === 'style' || name === 'title') hidden--
    },
    ontext: (piece) => {
      if (hidden === 0) text += piece
    },
  })
  parser.end(html)
  return text.replace(/\s*\n\s*/g, '\n')
}
