// Draws what became of the mails over time; without a script, the table says the same.
const draw = async () => {
  const canvas = document.getElementById('issue-chart')
  const table = document.getElementById('issue-steps')
  if (!canvas || !table || !canvas.hidden) return
  await import(document.querySelector('[data-chart]').dataset.chart)
  canvas.hidden = false
  const style = getComputedStyle(document.documentElement)
  const rows = [...table.tBodies[0].rows]
  const names = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent)
  const colours = ['primary', 'yellow', 'red', 'orange', 'purple', 'teal'].map((name) => style.getPropertyValue(`--tblr-${name}`).trim())
  const seen = (selector, property) => getComputedStyle(document.querySelector(selector))[property]
  Chart.defaults.color = seen('.text-secondary', 'color')
  new Chart(canvas, {
    type: 'bar',
    data: {
      labels: rows.map((row) => row.dataset.short),
      datasets: names.map((label, column) => ({
        label,
        data: rows.map((row) => Number(row.cells[column + 1].dataset.count)),
        backgroundColor: colours[column],
        borderRadius: 2,
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      scales: {
        x: { stacked: true, grid: { display: false } },
        y: { stacked: true, beginAtZero: true, ticks: { precision: 0 }, grid: { color: seen('.card', 'borderTopColor') } },
      },
      plugins: { legend: { position: 'bottom', labels: { boxWidth: 10, boxHeight: 10 } } },
    },
  })
}

await draw()
document.addEventListener('htmx:after:swap', draw)
