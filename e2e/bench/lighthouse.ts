import { categories, scorePages } from "../support/lighthouse.ts"

/** Lighthouse on the main pages, as on a slow telephone: all four scores. The floor of performance is 98. */
export async function run(): Promise<Record<string, number>> {
  const scored = await scorePages(categories)
  const figures = Object.entries(scored).flatMap(([path, { scores }]) =>
    Object.entries(scores).map(([id, score]) => [`${path} ${id}`, score] as const),
  )
  return Object.fromEntries(figures)
}
