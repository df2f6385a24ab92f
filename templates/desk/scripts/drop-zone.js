// A file that is dropped anywhere on the zone is chosen as if by its button.
for (const zone of document.querySelectorAll('[data-drop-zone]')) {
  const field = zone.querySelector('input[type=file]')
  const mark = (isOver) => zone.classList.toggle('is-over', isOver)
  zone.addEventListener('dragover', (event) => {
    event.preventDefault()
    mark(true)
  })
  zone.addEventListener('dragleave', () => mark(false))
  zone.addEventListener('drop', (event) => {
    event.preventDefault()
    mark(false)
    if (event.dataTransfer.files.length > 0) field.files = event.dataTransfer.files
  })
}
