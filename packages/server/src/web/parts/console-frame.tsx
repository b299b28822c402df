import type { Child } from "hono/jsx"
import type { Frame } from "../frame.ts"
import { Layout, type LayoutProps } from "../layout.tsx"

/** Where one can go from every page of a place. */
export interface Way {
  readonly href: string
  readonly words: string
}

interface ConsoleFrameProps {
  readonly frame: Frame
  readonly title: string
  /** The name of the place, and the ways within it. */
  readonly place: { readonly name: string; readonly ways: readonly Way[] }
  /** The way this page is on. */
  readonly at: string
  readonly current: NonNullable<LayoutProps["current"]>
  readonly heading: Child
  /** Stands above the heading: what this page is a part of. */
  readonly above?: Child
  readonly children?: Child
}

/** A page of a place where people work: the ways at the side, the matter beside them, all of it dense. */
export const ConsoleFrame = (props: ConsoleFrameProps) => {
  const { frame, title, place, at, current, heading, above, children } = props
  return (
    <Layout frame={frame} title={`${title} · FleetPrompt`} current={current}>
      <div class="console">
        <nav class="ways" aria-label={place.name}>
          {place.ways.map(({ href, words }) => (
            <a href={href} {...(href === at && { "aria-current": "page" })}>
              {words}
            </a>
          ))}
        </nav>
        <div class="work">
          <header>
            {above}
            <h1>{heading}</h1>
          </header>
          {children}
        </div>
      </div>
    </Layout>
  )
}
