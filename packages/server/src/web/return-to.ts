/**
 * Where somebody goes on after they signed in: a page of ours, as a path with its query. Undefined for anything else.
 * What a browser makes of the text counts, so a browser's reading is compared: `//evil`, `/\evil` and a tab between
 * the two all lead elsewhere.
 */
export function safeReturnTo(publicUrl: string, text: string | undefined): string | undefined {
  if (text === undefined || !text.startsWith("/")) return undefined
  const { origin } = new URL(publicUrl)
  const url = URL.parse(text, origin)
  // Dots are taken out of a path after its host was found, so two slashes can come to stand at its beginning.
  if (url === null || url.origin !== origin || url.pathname.startsWith("//")) return undefined
  return `${url.pathname}${url.search}`
}

/** The way to sign in, and back to here. */
export const signInHref = (returnTo?: string): string =>
  returnTo === undefined || returnTo === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ returnTo })}`
