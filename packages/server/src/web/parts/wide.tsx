import type { Child } from "hono/jsx"

/** What may be wider than the page: it scrolls by itself, and with the keyboard, so it can be gone to. */
export const Wide = ({ label, children }: { label: string; children?: Child }) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  <section class="wide" aria-label={label} tabindex={0}>
    {children}
  </section>
)
