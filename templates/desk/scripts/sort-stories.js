// Lets stories be dragged within their topic. Without a script, the buttons beside them do the same.
const form = document.getElementById('stories')
const order = form?.querySelector('[data-order]')

if (form?.querySelector('[data-sortable]')) {
  for (const hint of document.querySelectorAll('.js-only')) hint.hidden = false
  let dragged
  form.addEventListener('dragstart', (event) => {
    dragged = event.target.closest('[data-story]')
    dragged?.classList.add('is-dragged')
    event.dataTransfer.effectAllowed = 'move'
  })
  form.addEventListener('dragover', (event) => {
    const over = event.target.closest('[data-story]')
    if (!dragged || !over || over === dragged || over.parentElement !== dragged.parentElement) return
    event.preventDefault()
    const { top, height } = over.getBoundingClientRect()
    over[event.clientY < top + height / 2 ? 'before' : 'after'](dragged)
  })
  form.addEventListener('drop', (event) => event.preventDefault())
  form.addEventListener('dragend', () => {
    dragged?.classList.remove('is-dragged')
    dragged = undefined
    const now = [...form.querySelectorAll('[data-sortable] [data-story]')].map((story) => story.dataset.story).join(',')
    if (now === before) return
    order.value = now
    form.submit()
  })
  const before = [...form.querySelectorAll('[data-sortable] [data-story]')].map((story) => story.dataset.story).join(',')
}
