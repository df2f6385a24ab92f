// The box above a column of boxes chooses all of them.
document.addEventListener('change', ({ target }) => {
  if (!target.matches('[data-choose-all]')) return
  for (const box of target.form.querySelectorAll('input[type=checkbox][name]')) box.checked = target.checked
})
