import { FleetPrompt } from "@fleetprompt/sdk"
import { adminOf } from "@fleetprompt/sdk/admin"
import { callerOf } from "./showcase.ts"
import type { Site } from "./site.ts"

export interface Accusation {
  readonly slug: string
  /** What is written into a field of that name. */
  readonly write: (field: string) => string
}

/**
 * Has strangers report a listing, its publisher object to what comes of it, and somebody be called something. Answers
 * where Ada, who is an admin, sees that.
 */
export async function accuse({ registry, url }: Site, accusations: readonly Accusation[]): Promise<string[]> {
  const { token } = await registry.operate<{ token: string }>("token", "create", "--user", "ada")
  await registry.operate("role", "grant", "ada", "admin")
  const admin = adminOf(new FleetPrompt({ baseUrl: url, token }))
  const asDev = callerOf(registry, registry.token)
  const cases: string[] = []
  for (const { slug, write } of accusations) {
    await asDev("POST", `/v1/listings/${slug}/reports`, { reason: "other", note: write("reportNote") })
    await admin.listings.suspend(slug, { reason: "other", note: write("suspensionNote") })
    await asDev("PUT", `/v1/listings/${slug}/appeal`, { note: write("appeal") })
    cases.push(`/admin/listings/${slug}`)
  }
  const [first] = accusations
  const [handle = ""] = first?.slug.split("/") ?? []
  const name = first?.write("sub") ?? ""
  const named = await registry.operate<{ token: string }>("token", "create", "--user", name)
  const { userId } = await new FleetPrompt({ baseUrl: url, token: named.token }).whoami()
  return [
    "/admin",
    "/admin/suspensions",
    ...cases,
    `/admin/publishers?q=${handle}`,
    `/admin/publishers/${handle}`,
    `/admin/people?${new URLSearchParams({ q: name })}`,
    `/admin/people/${userId}`,
    "/admin/targets",
    "/admin/targets/whs",
    "/admin/new-target",
    "/admin/audit",
  ]
}
