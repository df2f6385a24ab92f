// Draws the table of the last thirty days; without a script, the table says the same.
const canvas = document.getElementById('month')
const table = document.getElementById('month-table')

if (canvas && table) {
  await import(canvas.dataset.chart)
  const style = getComputedStyle(document.documentElement)
  const colour = (name) => style.getPropertyValue(`--tblr-${name}`).trim()
  const rows = [...table.tBodies[0].rows]
  const names = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent)
  const colours = ['primary', 'yellow', 'orange', 'red'].map(colour)
  const numbers = (column) => rows.map((row) => Number(row.cells[column + 1].textContent))
  canvas.hidden = false
  // A canvas does not understand what stands in our colours by name; what they come to is asked of elements.
  const seen = (selector, property) => getComputedStyle(document.querySelector(selector))[property]
  const line = seen('.card', 'borderTopColor')
  Chart.defaults.color = seen('.text-secondary', 'color')
  Chart.defaults.font.family = seen('body', 'fontFamily')
  new Chart(canvas, {
    type: 'bar',
    data: {
      labels: rows.map((row) => row.dataset.short),
      datasets: names.map((label, column) => ({ label, data: numbers(column), backgroundColor: colours[column], borderRadius: 2 })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: { stacked: true, grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 12 } },
        y: { stacked: true, beginAtZero: true, ticks: { precision: 0 }, grid: { color: line } },
      },
      plugins: { legend: { position: 'bottom', labels: { boxWidth: 10, boxHeight: 10 } } },
    },
  })
}
