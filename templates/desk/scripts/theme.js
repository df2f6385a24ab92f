// Follows the light or dark of the machine; without scripts the desk stays light.
const dark = matchMedia('(prefers-color-scheme: dark)')
const follow = () => document.documentElement.setAttribute('data-bs-theme', dark.matches ? 'dark' : 'light')
dark.addEventListener('change', follow)
follow()
