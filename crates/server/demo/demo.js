const told = document.getElementById('told')

for (const state of ['online', 'offline']) {
  document.addEventListener(`porchlight:${state}`, ({ target, detail }) => {
    // Each office is shown twice here.
    if (target.hasAttribute('counter')) {
      const line = document.createElement('li')
      line.textContent = `${new Date().toLocaleTimeString()}  ${detail.office} is ${detail.state}`
      told.prepend(line)
    }
  })
}

// The server does not know by which name it is reached; the page does.
const here = new URL('.', location.href).href.replace(/\/$/, '')
for (const code of document.querySelectorAll('pre code')) {
  code.textContent = code.textContent.replaceAll('https://presence.example.edu', here)
}

for (const button of document.querySelectorAll('figure button')) {
  button.addEventListener('click', async () => {
    const code = button.closest('figure').querySelector('code')
    try {
      await navigator.clipboard.writeText(code.textContent)
      button.textContent = 'Copied'
    } catch {
      // Browsers keep the clipboard from pages without TLS; what is selected can be copied by hand.
      getSelection().selectAllChildren(code)
      button.textContent = 'Selected'
    }
  })
}
