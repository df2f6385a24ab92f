// Shows the mail as it would be with what stands in the form; saving is another matter.
const form = document.getElementById('look')
const frame = document.getElementById('preview')
const language = document.getElementById('preview-language')

if (form && frame && language) {
  let waiting
  const show = () => {
    const fields = new FormData(form)
    const query = new URLSearchParams({ lang: language.value })
    for (const name of ['colour', 'usual', 'font', 'masthead', 'senderName']) if (fields.has(name)) query.set(name, fields.get(name))
    frame.src = `${frame.dataset.mail}?${query}`
  }
  const soon = () => {
    clearTimeout(waiting)
    waiting = setTimeout(show, 250)
  }
  form.elements.colour.addEventListener('input', () => (form.elements.usual.checked = false))
  form.addEventListener('input', soon)
  language.addEventListener('change', show)
}
