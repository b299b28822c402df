import type { Listing } from "../../domain/listings/listing.ts"

const label = "FleetPrompt"

/** What a badge says of a listing. */
export function badgeWords({ latestVersion, deprecation }: Pick<Listing, "latestVersion" | "deprecation">): string {
  const version = latestVersion === null ? "no release" : `v${latestVersion}`
  return deprecation === null ? version : `${version} deprecated`
}

/** About as wide as the letters are, for nothing measures them here; the text is fitted to it. */
const widthOf = (words: string): number => Math.round(words.length * 6.3) + 14

export const badgeWidth = (words: string): number => widthOf(label) + widthOf(words)

export const Badge = ({ words }: { words: string }) => {
  const [left, right] = [widthOf(label), widthOf(words)]
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={left + right}
      height={20}
      viewBox={`0 0 ${left + right} 20`}
      role="img"
      aria-label={`${label}: ${words}`}
    >
      <title>{`${label}: ${words}`}</title>
      <clipPath id="round">
        <rect width={left + right} height="20" rx="3" />
      </clipPath>
      <g clip-path="url(#round)">
        <rect width={left} height="20" fill="#2b2b38" />
        <rect x={left} width={right} height="20" fill="#4338ca" />
      </g>
      <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
        <text x="7" y="14" textLength={left - 14}>
          {label}
        </text>
        <text x={left + 7} y="14" textLength={right - 14}>
          {words}
        </text>
      </g>
    </svg>
  )
}
