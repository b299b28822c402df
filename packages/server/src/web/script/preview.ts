const pauseMs = 600

/** Shows a text as it will read, while it is written. The server cleans it, as it cleans every page. */
export function previewWhileTyping(): void {
  const field = document.querySelector<HTMLTextAreaElement>("[data-preview-of]")
  const address = field?.form?.querySelector<HTMLButtonElement>("[formaction$='/preview']")?.formAction
  if (!field || address === undefined) return
  let waiting = 0
  field.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = window.setTimeout(() => show(address, field), pauseMs)
  })
}

let running: XMLHttpRequest | undefined

function show(address: string, field: HTMLTextAreaElement): void {
  running?.abort()
  // Reads a document without running anything in it, and without a string that would have to be trusted.
  const request = new XMLHttpRequest()
  running = request
  request.responseType = "document"
  request.open("POST", address)
  request.addEventListener("load", () => {
    const fresh = request.responseXML?.querySelector("[data-preview]")
    // Where it is refused the last one stays; the button says why.
    if (request.status === 200 && fresh) {
      document.querySelector("[data-preview]")?.replaceWith(document.adoptNode(fresh))
    }
  })
  request.send(new URLSearchParams({ [field.name]: field.value }))
}
