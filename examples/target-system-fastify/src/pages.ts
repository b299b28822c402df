import type { Spec } from "./specs.ts"

/** Strangers wrote what is installed here. */
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;")

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>`

const signInForm = (next: string): string =>
  `<form method="post" action="/sign-in"><label>Name <input name="person" required autocomplete="username"></label>
<input type="hidden" name="next" value="${next}"><button>Sign in</button></form>`

/** Who is here, what is on the shelf, and the way to more. */
export const homePage = (person: string | undefined, specs: readonly Spec[]): string =>
  page(
    "Library",
    `${person === undefined ? signInForm("/") : `<p>Signed in as ${escaped(person)}.</p>`}
<ul>${specs.map(({ slug, version }) => `<li>${escaped(slug)} ${escaped(version)}</li>`).join("")}</ul>
<form method="post" action="/want"><label>Spec <input name="listing" placeholder="publisher/name"></label>
<button>Install from the registry</button></form>`,
  )

/** A stand-in for your own sign-in: it believes what it is told. Leads back to the install that sent the buyer here. */
export const signInPage = (): string => page("Sign in", signInForm("install"))
