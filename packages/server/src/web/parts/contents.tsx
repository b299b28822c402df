import type { Heading } from "./outline.ts"

/** The way through a long text. Short ones need none. */
export const Contents = ({ headings }: { headings: readonly Heading[] }) => {
  const shown = headings.filter(({ level, words }) => level <= 3 && words !== "")
  if (shown.length < 3) return null
  return (
    <nav class="contents" aria-label="On this page">
      <details open>
        <summary>On this page</summary>
        <ol>
          {shown.map(({ id, level, words }) => (
            <li class={`level-${level}`}>
              <a href={`#${id}`}>
                <bdi>{words}</bdi>
              </a>
            </li>
          ))}
        </ol>
      </details>
    </nav>
  )
}
