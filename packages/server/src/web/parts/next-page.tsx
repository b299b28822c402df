interface NextPageProps {
  readonly href: string
  /** What the address of every page of the list says besides. */
  readonly query?: Readonly<Record<string, string>>
  readonly nextCursor: string | null
  /** Whether this is not the first page. */
  readonly isLater?: boolean
  /** What follows, in its words. */
  readonly next?: string
}

/** The way to what follows of a list, and back to its beginning, where there is one. */
export const NextPage = ({ href, query, nextCursor, isLater = false, next = "Next page" }: NextPageProps) =>
  nextCursor === null && !isLater ? null : (
    <nav class="paging" aria-label="Pages">
      {isLater && <a href={href}>Newest</a>}
      {nextCursor !== null && (
        <a class="next" rel="next" href={`${href}?${new URLSearchParams({ ...query, cursor: nextCursor })}`}>
          {next}
        </a>
      )}
    </nav>
  )
