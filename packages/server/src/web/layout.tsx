import type { Child } from "hono/jsx"
import type { Frame } from "./frame.ts"
import { Icon } from "./parts/icons.tsx"
import { DataBlock } from "./parts/raw-html.tsx"
import { Said } from "./parts/text.tsx"
import { SearchForm } from "./parts/search-form.tsx"

export interface LayoutProps {
  readonly frame: Frame
  readonly title: string
  readonly description?: string
  /** The address of this page, from the root; a page without one is not for search engines. */
  readonly canonical?: string
  readonly image?: string | undefined
  readonly feed?: { readonly href: string; readonly title: string }
  /** The same facts for machines (schema.org). */
  readonly data?: object
  readonly next?: string | undefined
  /** What stands in the search field of the header; null on a page with a larger one of its own. */
  readonly search?: string | null
  readonly current?: "browse" | "publish" | "installs" | "console" | "admin" | "sign-in"
  readonly children?: Child
}

/** The whole document. */
export const Layout = (props: LayoutProps) => {
  const { frame, children, search = "", current } = props
  return (
    <html lang="en" {...(frame.theme && { "data-theme": frame.theme })}>
      <Head {...props} />
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <header class="top">
          <div class="frame">
            <a class="wordmark" href="/" aria-label="FleetPrompt, home">
              <Icon name="fleet" />
              <span>FleetPrompt</span>
            </a>
            {search === null ? <div class="grow" /> : <SearchForm q={search} />}
            <nav aria-label="Main">
              <a href="/listings" {...(current === "browse" && { "aria-current": "page" })}>
                Browse
              </a>
              {frame.person ? (
                <a href="/console" {...(current === "console" && { "aria-current": "page" })}>
                  Console
                </a>
              ) : (
                <a href="/publish" {...(current === "publish" && { "aria-current": "page" })}>
                  Publish
                </a>
              )}
              <Account frame={frame} current={current} />
              <button type="button" class="quiet" data-theme-switch hidden aria-label="Switch between light and dark">
                <Icon name="contrast" />
              </button>
            </nav>
          </div>
        </header>
        <main id="main" class="frame" tabindex={-1}>
          {children}
        </main>
        <Footer />
      </body>
    </html>
  )
}

/** Who is signed in, and the way out. */
const Account = ({ frame: { person, role }, current }: { frame: Frame; current: LayoutProps["current"] | undefined }) =>
  person === undefined ? (
    <a href="/sign-in" {...(current === "sign-in" && { "aria-current": "page" })}>
      Sign in
    </a>
  ) : (
    <>
      {role !== null && (
        <a href="/admin" {...(current === "admin" && { "aria-current": "page" })}>
          Admin
        </a>
      )}
      <a href="/installs" {...(current === "installs" && { "aria-current": "page" })}>
        My installs
      </a>
      <a class="person" href="/sign-in" {...(current === "sign-in" && { "aria-current": "page" })}>
        <span class="hidden">Signed in as </span>
        <Said text={person.sub} />
      </a>
    </>
  )

const Head = ({ frame, title, description, canonical, image, feed, data, next }: LayoutProps) => {
  const { publicUrl, assets } = frame
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      <link rel="stylesheet" href={assets.styles} />
      <link rel="preload" href={assets.font} as="font" type="font/woff2" crossorigin="anonymous" />
      <script type="module" src={assets.script} />
      <link rel="icon" type="image/svg+xml" href={assets.icon} />
      <meta name="color-scheme" content="light dark" />
      {description && <meta name="description" content={description} />}
      {canonical === undefined ? (
        <meta name="robots" content="noindex" />
      ) : (
        <>
          <link rel="canonical" href={publicUrl + canonical} />
          <meta property="og:url" content={publicUrl + canonical} />
        </>
      )}
      <meta property="og:site_name" content="FleetPrompt" />
      <meta property="og:type" content="website" />
      <meta property="og:title" content={title} />
      {description && <meta property="og:description" content={description} />}
      {image && <meta property="og:image" content={publicUrl + image} />}
      <meta name="twitter:card" content={image ? "summary_large_image" : "summary"} />
      {feed && <link rel="alternate" type="application/atom+xml" title={feed.title} href={feed.href} />}
      {next && <link rel="next" href={next} />}
      {data && <DataBlock data={data} />}
    </head>
  )
}

const Footer = () => (
  <footer class="bottom">
    <div class="frame">
      <p>
        FleetPrompt lists who published which version of what. It runs nothing, and what is written in a listing is its
        publisher’s word.
      </p>
      <nav aria-label="About this registry">
        <a href="/categories">Categories</a>
        <a href="/publish">Publish</a>
        <a href="/v1/changes.atom">Changes feed</a>
        <a href="/openapi.json">API</a>
      </nav>
    </div>
  </footer>
)
