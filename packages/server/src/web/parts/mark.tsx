import type { Listing } from "../../domain/listings/listing.ts"
import { slugOf } from "../../domain/listings/listing.ts"
import { imageUrl } from "../../http/shapes/image.ts"

/** What a listing is known by in a list: its first image, or tiles laid by its slug, the same wherever it is shown. */
export const Mark = ({ listing, size }: { listing: Listing; size: number }) => {
  const [image] = listing.images
  if (image === undefined) return <Tiles seed={slugOf(listing)} size={size} />
  return <img class="mark" src={imageUrl(image)} alt="" width={size} height={size} loading="lazy" decoding="async" />
}

/** Shapes within a tile of 10 units. */
const shapes = [
  "M0 0h10v10H0z",
  "M0 0a10 10 0 0 1 10 10H0Z",
  "M10 0v10H0A10 10 0 0 1 10 0Z",
  "M0 0h10A10 10 0 0 1 0 10Z",
  "M0 0h10v10A10 10 0 0 1 0 0Z",
  "M0 0 10 10H0Z",
  "M5 0a5 5 0 0 1 0 10A5 5 0 0 1 5 0Z",
]

/** Nine tiles, mirrored at the middle so that they read as one sign, in one of eight hues. */
export const Tiles = ({ seed, size }: { seed: string; size: number }) => {
  const numbers = digits(seed)
  const tile = (at: number) => numbers[at] ?? 0
  const placed = [0, 1, 2].flatMap((row) => {
    const outer = tile(row * 2) % shapes.length
    const middle = tile(row * 2 + 1) % shapes.length
    const tone = (tile(6 + row) % 3) + 1
    return [
      { path: shapes[outer], at: `translate(0 ${row * 10})`, tone },
      { path: shapes[middle], at: `translate(10 ${row * 10})`, tone: (tone % 3) + 1 },
      { path: shapes[outer], at: `translate(30 ${row * 10}) scale(-1 1)`, tone },
    ]
  })
  return (
    <svg class={`mark hue-${tile(10) % 8}`} viewBox="0 0 30 30" width={size} height={size} aria-hidden="true">
      {placed.map(({ path, at, tone }) => (
        <path class={`tone-${tone}`} d={path} transform={at} />
      ))}
    </svg>
  )
}

/** Twelve numbers that belong to a text (FNV-1a, then a step of a linear generator for each). */
function digits(text: string): number[] {
  let state = 0x811c9dc5
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return Array.from({ length: 12 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 20
  })
}
