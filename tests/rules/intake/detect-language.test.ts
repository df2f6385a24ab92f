import { describe, expect, test } from 'vitest'
import { detectLanguage } from '../../../src/intake/detect-language.ts'
import { readBriefing } from '../../../src/intake/read-briefing.ts'

test.each([
  ['en', 'David in London reads his digest at seven in the morning, before the children wake up.'],
  ['de', 'Die Bundesregierung hat sich am Dienstag auf einen Kompromiss zum Ausbau der Stromnetze geeinigt.'],
  ['fr', 'Le gouvernement a présenté mardi un projet de loi sur la transition énergétique.'],
  ['pt', 'Rosa mora em São Paulo e lê as notícias todas as manhãs antes de sair para o trabalho.'],
  ['es', 'El gobierno anunció el martes un nuevo plan para la transición energética del país.'],
  ['ru', 'Правительство во вторник представило законопроект о развитии железных дорог.'],
  ['uk', 'Уряд у вівторок представив законопроєкт про розвиток залізниць та енергетики.'],
  ['ar', 'أعلنت الحكومة المصرية يوم الثلاثاء خطة جديدة لتطوير السكك الحديدية في القاهرة.'],
  ['fa', 'دولت روز سه‌شنبه برنامه جدیدی برای توسعه راه‌آهن در تهران اعلام کرد.'],
  ['ur', 'حکومت نے منگل کو لاہور میں ریلوے کی ترقی کے لیے ایک نئے منصوبے کا اعلان کیا۔'],
  ['he', 'הממשלה הציגה ביום שלישי תוכנית חדשה לפיתוח הרכבת בתל אביב.'],
  ['hi', 'सरकार ने मंगलवार को रेलवे के विकास के लिए एक नई योजना की घोषणा की।'],
  ['th', 'รัฐบาลประกาศแผนพัฒนาทางรถไฟฉบับใหม่เมื่อวันอังคาร'],
  ['ja', '愛子さんは東京で毎朝七時にニュースを読みます。'],
  ['ko', '정부는 화요일에 철도 개발을 위한 새로운 계획을 발표했다.'],
  ['zh', '伟在上海每天早上七点阅读新闻摘要，了解国内外的经济发展。'],
  ['zh-Hant', '臺北的讀者每天早上七點閱讀新聞摘要，瞭解國內外的經濟發展與產業變化。'],
  ['fil', 'Inanunsyo ng pamahalaan noong Martes ang bagong plano para sa pagpapaunlad ng riles sa Maynila.'],
  ['ckb', 'حکوومەتی هەرێم ڕۆژی سێشەممە پلانێکی نوێی بۆ پەرەپێدانی ڕێگاوبان ڕاگەیاند.'],
])('%s', (language, text) => {
  expect(detectLanguage(text)).toBe(language)
})

test('English names do not make a Chinese text English, nor a Chinese name an English one Chinese', () => {
  expect(
    detectLanguage('苹果公司（Apple Inc.）与 Microsoft、Alphabet、Amazon Web Services 一同宣布，将在上海投资建设数据中心，预计明年投产。'),
  ).toBe('zh')
  expect(detectLanguage('The Chinese chipmaker SMIC (中芯国际) said on Tuesday that it would expand its plant in Shanghai.')).toBe('en')
})

test.each(['', '12345 — 67 %', '🎉🎉🎉', 'OK'])('nobody can tell the language of "%s"', (text) => {
  expect(detectLanguage(text)).toBeUndefined()
})

describe('in a file', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)

  test('what cannot be told must be declared', () => {
    const read = readBriefing({ name: 'a.md', bytes: bytes('# 42\n\n1 + 1 = 2') })
    expect(read).toMatchObject({
      ok: false,
      problems: [{ line: 0, message: { say: 'reading.language-unclear' } }],
      partial: { title: '42' },
    })
  })

  test('a declaration in the file goes before one beside it, and that before the text', () => {
    const languageOf = (text: string, language?: string) => {
      const read = readBriefing({ name: 'a.md', bytes: bytes(text), ...(language !== undefined && { language }) })
      return read.ok && read.briefing.language
    }
    const text = '# The comet\n\nRosa in São Paulo was the first to see the comet, on Tuesday night.'
    expect(languageOf(text)).toBe('en')
    expect(languageOf(text, 'zh_hant')).toBe('zh-Hant')
    expect(languageOf(`---\nlanguage: ar\n---\n${text}`, 'zh')).toBe('ar')
  })
})
