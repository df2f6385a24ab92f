// Notes that this person has looked, so that the page can say what changed since then. Without a script, the button does.
const form = document.getElementById('looked')

if (form?.dataset.note !== undefined) {
  const noted = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' })
  if (noted.type === 'opaqueredirect' || noted.ok) form.hidden = true
}
