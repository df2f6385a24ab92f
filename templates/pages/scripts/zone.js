// Proposes the browser's own time zone, by its city, to whoever has not chosen one. Without this script the form works as it is.
const field = document.querySelector('[data-propose="zone"]')
const own = Intl.DateTimeFormat().resolvedOptions().timeZone
if (field && own) {
  const cities = [...field.list.options]
  const nameOf = (zone) => Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  const inZone = cities.filter((city) => city.text === own)
  const same =
    inZone.length > 0 ? inZone : cities.filter((city) => city.text.split('/')[0] === own.split('/')[0] && nameOf(city.text) === nameOf(own))
  const city = same.find((one) => one.dataset.own) ?? same[0]
  field.value = city ? city.value : own
}
