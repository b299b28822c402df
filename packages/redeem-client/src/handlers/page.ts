import { base64url } from "../bytes.ts"
import { Markup, markup } from "./markup.ts"
import type { InstallTexts } from "./texts.ts"

/** What one page shows. */
export interface Page {
  status: number
  body: Markup
  /** The only script that may run. */
  script?: string | undefined
  /** `Set-Cookie` */
  cookie?: string | undefined
}

/** A page that is stored nowhere, framed by nobody, tells nobody where it was and runs nothing but its own script. */
export function pageResponse({ lang, title }: InstallTexts, { status, body, script, cookie }: Page): Response {
  const nonce = base64url(crypto.getRandomValues(new Uint8Array(16)))
  const headers = new Headers({
    ...privateHeaders,
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policyFor(nonce),
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
  })
  if (cookie !== undefined) headers.append("set-cookie", cookie)
  const html = markup`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style nonce="${nonce}">${new Markup(style)}</style>
${script === undefined ? "" : markup`<script nonce="${nonce}" type="module">${new Markup(script)}</script>`}
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`
  return new Response(html.text, { status, headers })
}

/** On to another page of ours, or to the registry. */
export function redirect(location: string, cookie?: string): Response {
  const headers = new Headers({ ...privateHeaders, location })
  if (cookie !== undefined) headers.append("set-cookie", cookie)
  return new Response(null, { status: 303, headers })
}

/** For every answer of these routes. */
export const privateHeaders = { "cache-control": "no-store", "referrer-policy": "no-referrer" }

const policyFor = (nonce: string) =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ")

const style = `:root{color-scheme:light dark;font:1.0625rem/1.5 system-ui,sans-serif}
main{max-width:36rem;margin:10vh auto;padding:0 1rem}
dt{font-weight:600}dd{margin:0 0 .75rem;overflow-wrap:anywhere}
button,textarea{font:inherit;padding:.5rem 1rem}textarea{box-sizing:border-box;width:100%}`
