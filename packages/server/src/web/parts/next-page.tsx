interface NextPageProps {
  readonly href: string
  readonly nextCursor: string | null
  /** Whether this is not the first page. */
  readonly isLater?: boolean
}

/** The way to what follows of a list, and back to its beginning, where there is one. */
export const NextPage = ({ href, nextCursor, isLater = false }: NextPageProps) =>
  nextCursor === null && !isLater ? null : (
    <nav class="paging" aria-label="Pages">
      {isLater && <a href={href}>Newest</a>}
      {nextCursor !== null && (
        <a class="next" rel="next" href={`${href}?${new URLSearchParams({ cursor: nextCursor })}`}>
          Next page
        </a>
      )}
    </nav>
  )
