export const pageHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
}

export const landingHeaders = {
  ...pageHeaders,
  "content-security-policy": "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'",
}

export const landingPage = `<!doctype html><title>Install</title><script src="/landing.js"></script>`

export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;")

/** `name` is escaped and `token` empty, but for a target with a flaw. */
export const confirmPage = (name: string, token: string): string => `<!doctype html><title>Install?</title>
  <p>Install ${name}?</p>
  <form method="post" action="/fleetprompt/confirm">
    <input type="hidden" name="kept" value="${token}">
    <button name="answer" value="accept">Install</button>
    <button name="answer" value="decline">No, thanks</button>
  </form>`
