// A button with data-copy="id" copies what stands in that element. Where the browser has no clipboard for us, it stays hidden.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy)?.textContent ?? '')
      button.classList.add('text-green')
      button.querySelector('use')?.setAttribute('href', button.querySelector('use').getAttribute('href').replace('#copy', '#check'))
    })
  }
}
