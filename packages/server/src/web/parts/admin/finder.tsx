import type { Child } from "hono/jsx"

interface FinderProps {
  readonly action: string
  readonly label: string
  readonly q: string
  readonly placeholder: string
  /** What came of it, where that is not to be seen. */
  readonly children?: Child
}

/** Finds one of many by name. */
export const Finder = ({ action, label, q, placeholder, children }: FinderProps) => (
  <form class="finder" method="get" action={action}>
    <label htmlFor="q">{label}</label>
    <input
      id="q"
      name="q"
      type="search"
      value={q}
      placeholder={placeholder}
      maxlength={200}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
    />
    <button type="submit">Find</button>
    {children !== undefined && <p class="soft">{children}</p>}
  </form>
)
