import lighthouse from "lighthouse"
import { freePort } from "./free-port.ts"
import { openSite } from "./site.ts"
import { showcase } from "./showcase.ts"

export const categories = ["accessibility", "best-practices", "seo", "performance"] as const
type Category = (typeof categories)[number]

/** The pages that are measured. What somebody searched for is kept from search engines, so results are shown without. */
const measured = ["/", "/listings", `/listings/${showcase.rich}`]

/** Lighthouse's scores of the main pages, from 0 to 100, as on a telephone, with what cost points. */
export async function scorePages(
  only: readonly Category[],
): Promise<Record<string, { scores: Record<string, number>; lost: string[] }>> {
  const port = await freePort()
  const site = await openSite({ browserArgs: [`--remote-debugging-port=${port}`] })
  try {
    const scored: Record<string, { scores: Record<string, number>; lost: string[] }> = {}
    for (const path of measured) {
      const result = await lighthouse(site.url + path, { port, onlyCategories: [...only], logLevel: "silent" })
      if (result === undefined) throw new Error(`Lighthouse said nothing of ${path}.`)
      const { audits } = result.lhr
      const scores = Object.values(result.lhr.categories).map(
        ({ id, score }) => [id, Math.round((score ?? 0) * 100)] as const,
      )
      const lost = Object.values(result.lhr.categories).flatMap(({ id, auditRefs }) =>
        auditRefs
          .filter((each) => each.weight > 0 && (audits[each.id]?.score ?? 1) < 0.9)
          .map((each) => `${id}: ${each.id}`),
      )
      scored[path] = { scores: Object.fromEntries(scores), lost }
    }
    return scored
  } finally {
    await site.end()
  }
}
