// The page on which a briefing is written works without this. With it, the preview follows the words, findings lead to their place, and
// what is dropped or pasted comes in as clean Markdown.
const editor = document.getElementById('editor')
const body = document.getElementById('body')
const stage = document.querySelector('.briefing-mail')
const look = document.getElementById('look')
const canWrite = editor.hasAttribute('hx-post')

// The next picture of the mail is made behind the one that shows, and takes its place and its scroll position when it is whole.
let version = 0
function showMail() {
  const shown = stage.querySelector('iframe:not(.is-coming)')
  const asked = new URLSearchParams(new FormData(look))
  asked.set('v', String(++version))
  const next = shown.cloneNode()
  next.classList.add('is-coming')
  next.setAttribute('aria-hidden', 'true')
  next.src = `${shown.dataset.mail}?${asked}`
  const mine = version
  next.addEventListener('load', () => {
    if (mine !== version) return next.remove()
    next.contentWindow.scrollTo(0, shown.contentWindow?.scrollY ?? 0)
    next.classList.remove('is-coming')
    next.removeAttribute('aria-hidden')
    shown.remove()
  })
  for (const late of stage.querySelectorAll('iframe.is-coming')) late.remove()
  stage.append(next)
}

look.addEventListener('change', () => {
  stage.classList.toggle('is-phone', look.elements.width.value === 'phone')
  stage.classList.toggle('is-dark', look.elements.theme.value === 'dark')
  showMail()
})

editor.addEventListener('htmx:after:swap', showMail)

// A finding leads to its line, with the words in question marked.
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-line]')
  if (!link) return
  const field = document.getElementById(link.hash.slice(1))
  if (!field) return
  event.preventDefault()
  field.closest('details')?.setAttribute('open', '')
  if (field.matches('textarea, input')) mark(field, Number(link.dataset.line), link.dataset.found ?? '')
  field.scrollIntoView({ block: 'center', behavior: 'smooth' })
})

function mark(field, line, found) {
  const lines = field.value.split('\n')
  const from = lines.slice(0, Math.max(0, line - 1)).reduce((sum, one) => sum + one.length + 1, 0)
  const words = found.replace(/…$/, '')
  const at = words === '' ? -1 : field.value.indexOf(words, from)
  const start = at < 0 ? from : at
  field.focus()
  field.setSelectionRange?.(start, at < 0 ? from + (lines[Math.max(0, line - 1)] ?? '').length : at + words.length)
  // Browsers scroll a field to its selection only while somebody types.
  const ratio = start / Math.max(1, field.value.length)
  const top = field.getBoundingClientRect().top + scrollY + ratio * field.scrollHeight
  scrollTo({ top: top - innerHeight / 3, behavior: 'smooth' })
}

const words = document.getElementById('words')
function count() {
  const segments = [...new Intl.Segmenter(document.documentElement.lang, { granularity: 'word' }).segment(body.value)]
  words.textContent = segments.filter(({ isWordLike }) => isWordLike).length.toLocaleString(document.documentElement.lang)
}
body.addEventListener('input', count)
count()

function changed() {
  body.dispatchEvent(new Event('input', { bubbles: true }))
}

function insert(text) {
  body.focus()
  // This way it can be undone like anything that was typed.
  if (!document.execCommand('insertText', false, text)) body.setRangeText(text, body.selectionStart, body.selectionEnd, 'end')
  changed()
}

// From a word processor comes html; it is cleaned where nothing of it can run.
async function clean(html) {
  const form = new URLSearchParams({ _csrf: editor.elements._csrf.value, html })
  const answer = await fetch(editor.dataset.paste, { method: 'POST', body: form })
  return answer.ok ? answer.text() : undefined
}

if (canWrite) {
  body.addEventListener('paste', async (event) => {
    const html = event.clipboardData.getData('text/html')
    const plain = event.clipboardData.getData('text/plain')
    if (html === '' || !/<(p|b|strong|i|em|h\d|ul|ol|li|a|table|div|br)\b/i.test(html)) return
    event.preventDefault()
    insert((await clean(html).catch(() => undefined)) ?? plain)
  })
  const frame = body.closest('.briefing-body')
  for (const type of ['dragover', 'dragleave', 'drop'])
    frame.addEventListener(type, (event) => {
      if (!event.dataTransfer.types.includes('Files')) return
      event.preventDefault()
      frame.classList.toggle('is-over', type === 'dragover')
    })
  frame.addEventListener('drop', async (event) => {
    const file = event.dataTransfer.files[0]
    if (!file) return
    const form = new FormData()
    form.set('_csrf', editor.elements._csrf.value)
    form.set('file', file)
    const answer = await fetch(editor.dataset.take, { method: 'POST', body: form })
    // An empty briefing has taken all that the file holds.
    if (answer.status === 204) return location.reload()
    const said = await answer.text()
    if (answer.ok) insert(said)
    else alert(said)
  })
}
