import { visibleControls } from "../../domain/content/visible-controls.ts"

/** A stranger's text: escaped, held in its own direction, with bidi controls spelled out. */
export const Said = ({ text }: { text: string }) => <bdi data-trust="untrusted">{visibleControls(text)}</bdi>

/** The same with the words that were searched for marked. */
export const Marked = ({ text, words }: { text: string; words: readonly string[] }) => {
  if (words.length === 0) return <Said text={text} />
  const pattern = new RegExp(
    `(${words.map((word) => word.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&")).join("|")})`,
    "giu",
  )
  return (
    <bdi data-trust="untrusted">
      {visibleControls(text)
        .split(pattern)
        .map((part, at) => (at % 2 === 1 ? <mark>{part}</mark> : part))}
    </bdi>
  )
}

/** The words of a query worth marking, the longest first so that a shorter one does not cut it. */
export const wordsToMark = (q: string | undefined): string[] =>
  [...new Set((q ?? "").toLowerCase().split(/[^\p{L}\p{N}]+/u))]
    .filter((word) => word.length > 1)
    .toSorted((one, other) => other.length - one.length)
    .slice(0, 12)
