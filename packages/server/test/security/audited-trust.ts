import { openSession } from "../support/device-login.ts"
import { exampleTrust, exchange, runFor, trust } from "../support/trusted-runs.ts"
import { type AuditedRoute, route, type Scene } from "./audited-route.ts"

const release = { version: "1.0.0", digest: `sha256:${"a".repeat(64)}` }

const trusted = async ({ registry, alice, handle }: Scene) => {
  await alice.claim(handle)
  const { trustedPublisherId } = await trust(registry, alice, `${handle}/one`)
  const { caller } = await openSession(registry, alice)
  return { slug: `${handle}/one`, trustedPublisherId, owner: caller }
}

/** Whom publishers trust, and what the runs of those do. */
export const auditedTrust: Record<string, AuditedRoute> = {
  "POST /v1/listings/:publisher/:name/trusted-publishers": route(["trusted_publisher.added"], async (scene) => {
    await scene.alice.claim(scene.handle)
    const { caller } = await openSession(scene.registry, scene.alice)
    return () => caller.post(`/v1/listings/${scene.handle}/one/trusted-publishers`, exampleTrust)
  }),
  "DELETE /v1/listings/:publisher/:name/trusted-publishers/:trustedPublisherId": route(
    ["trusted_publisher.removed"],
    async (scene) => {
      const { slug, trustedPublisherId, owner } = await trusted(scene)
      return () => owner.request("DELETE", `/v1/listings/${slug}/trusted-publishers/${trustedPublisherId}`)
    },
  ),
  "PUT /v1/listings/:publisher/:name/trusted-publishing": route(
    ["trusted_publishing.requirement_set"],
    async (scene) => {
      const { slug, owner } = await trusted(scene)
      const body = { requireTrustedPublishing: true }
      return () => owner.request("PUT", `/v1/listings/${slug}/trusted-publishing`, body)
    },
  ),
  "POST /v1/trusted-publishing/exchange": route(["ci_token.issued"], async (scene) => {
    const { slug } = await trusted(scene)
    return () => exchange(scene.registry, { listing: slug, ...release })
  }),
  // It only looks, and uses nothing up.
  "POST /v1/trusted-publishing/check": route([], async (scene) => {
    const { slug } = await trusted(scene)
    const body = { oidcToken: "run", listing: slug }
    return () => scene.registry.anonymous.request("POST", "/v1/trusted-publishing/check", body)
  }),
  "DELETE /v1/trusted-publishing/token": route(["ci_token.revoked"], async (scene) => {
    const { slug } = await trusted(scene)
    const run = await runFor(scene.registry, { listing: slug, ...release })
    return () => run.request("DELETE", "/v1/trusted-publishing/token")
  }),
}
