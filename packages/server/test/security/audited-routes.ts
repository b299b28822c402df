import { randomUUID } from "node:crypto"
import type { IssuedToken, Report, TargetSettings } from "@fleetprompt/sdk/contracts"
import { uploadImage } from "../support/images.ts"
import { picture } from "../support/pictures.ts"
import { issuer } from "../support/registry.ts"
import { auditedLogins } from "./audited-logins.ts"
import { auditedTrust } from "./audited-trust.ts"
import { type AuditedRoute, route, type Scene } from "./audited-route.ts"

const draft = async ({ alice, handle }: Scene, name = "one") => {
  await alice.claim(handle)
  await alice.createListing({ slug: `${handle}/${name}` })
  return `${handle}/${name}`
}

const shelved = async ({ alice, handle }: Scene) => {
  await alice.shelve(`${handle}/one`)
  return `${handle}/one`
}

const suspended = async (scene: Scene) => {
  const slug = await shelved(scene)
  await scene.admin.request("PUT", `/v1/admin/listings/${slug}/suspension`, { reason: "spam" })
  return slug
}

const issued = async (scene: Scene) => {
  const whs = await scene.registry.target("whs")
  const { body } = await scene.bob.install({ listing: await shelved(scene) })
  const subject = { iss: issuer, sub: scene.bobsName }
  return { whs, redeem: { token: body.installToken, redemptionId: randomUUID(), subject }, intent: body.intent }
}

const newToken = async ({ alice }: Scene) => {
  const wanted = { name: "ci", scopes: ["listing:read"], expiresInDays: 1 }
  return (await alice.post<IssuedToken>("/v1/tokens", wanted)).body
}

const uploaded = async ({ registry, alice }: Scene, slug: string) =>
  await uploadImage(registry.app, alice, slug, await picture("png"))

const publisher = async ({ alice, handle }: Scene) => {
  await alice.claim(handle)
  return `/v1/admin/publishers/${handle}`
}

const user = async ({ bob }: Scene) => `/v1/admin/users/${await bob.userId()}`

/**
 * Every route that can change something, with what it writes into the audit log. A route without a line here fails the
 * suite: a change that leaves no entry is a defect (spec §5.5).
 */
export const auditedRoutes: Record<string, AuditedRoute> = {
  ...auditedLogins,

  "POST /v1/tokens": route(["token.created"], async ({ alice }) => {
    const wanted = { name: "ci", scopes: ["listing:read"], expiresInDays: 1 }
    return () => alice.post("/v1/tokens", wanted)
  }),
  "DELETE /v1/tokens/:tokenId": route(["token.revoked"], async (scene) => {
    const { token } = await newToken(scene)
    return () => scene.alice.request("DELETE", `/v1/tokens/${token.tokenId}`)
  }),
  "POST /v1/tokens/report-leak": route(["token.revoked"], async (scene) => {
    const { secret } = await newToken(scene)
    return () => scene.registry.anonymous.request("POST", "/v1/tokens/report-leak", { token: secret })
  }),

  ...auditedTrust,

  "POST /v1/publishers": route(
    ["publisher.claimed"],
    async ({ alice, handle }) =>
      () =>
        alice.claim(handle),
  ),
  "PATCH /v1/publishers/:handle": route(["publisher.updated"], async ({ alice, handle }) => {
    await alice.claim(handle)
    const headers = { "if-match": '"pub-1"' }
    return () => alice.request("PATCH", `/v1/publishers/${handle}`, { displayName: "New" }, { headers })
  }),
  "PUT /v1/publishers/:handle/members/:userId": route(["publisher.member_added"], async ({ alice, bob, handle }) => {
    await alice.claim(handle)
    return () => alice.setMember(handle, bob, "maintainer")
  }),
  "DELETE /v1/publishers/:handle/members/:userId": route(
    ["publisher.member_removed"],
    async ({ alice, bob, handle }) => {
      await alice.claim(handle)
      await alice.setMember(handle, bob, "maintainer")
      return () => alice.removeMember(handle, bob)
    },
  ),

  "POST /v1/listings": route(["listing.created"], async ({ alice, handle }) => {
    await alice.claim(handle)
    return () => alice.createListing({ slug: `${handle}/one` })
  }),
  "PATCH /v1/listings/:publisher/:name": route(["listing.updated"], async (scene) => {
    const slug = await draft(scene)
    return () => scene.alice.updateListing(slug, '"lst-1"', { name: "New" })
  }),
  "DELETE /v1/listings/:publisher/:name": route(["listing.deleted"], async (scene) => {
    const slug = await draft(scene)
    return () => scene.alice.deleteListing(slug)
  }),
  "PUT /v1/listings/:publisher/:name/status": route(["listing.status_changed"], async (scene) => {
    const slug = await shelved(scene)
    return () => scene.alice.setStatus(slug, "unlisted")
  }),
  "PUT /v1/listings/:publisher/:name/deprecation": route(["listing.deprecated"], async (scene) => {
    const slug = await draft(scene)
    return () => scene.alice.deprecate(slug, { message: "Old." })
  }),
  "DELETE /v1/listings/:publisher/:name/deprecation": route(["listing.deprecation_lifted"], async (scene) => {
    const slug = await draft(scene)
    await scene.alice.deprecate(slug, { message: "Old." })
    return () => scene.alice.request("DELETE", `/v1/listings/${slug}/deprecation`)
  }),
  // Both publishers find the move in their slice.
  "POST /v1/listings/:publisher/:name/transfer": route(
    ["listing.transferred", "listing.transferred"],
    async (scene) => {
      const slug = await draft(scene)
      await scene.alice.claim(`${scene.handle}-2`)
      return () => scene.alice.transfer(slug, `${scene.handle}-2`)
    },
  ),
  "POST /v1/listings/:publisher/:name/images": route(["listing.image_added"], async (scene) => {
    const slug = await draft(scene)
    return () => uploaded(scene, slug)
  }),
  "PUT /v1/listings/:publisher/:name/images": route(["listing.updated"], async (scene) => {
    const slug = await draft(scene)
    await uploaded(scene, slug)
    const { images } = (await uploadImage(scene.registry.app, scene.alice, slug, await picture("png", { height: 9 })))
      .body
    const digests = images.map(({ digest }) => digest).toReversed()
    return () => scene.alice.request("PUT", `/v1/listings/${slug}/images`, { digests })
  }),
  "PUT /v1/listings/:publisher/:name/images/:digest": route(["listing.updated"], async (scene) => {
    const slug = await draft(scene)
    const [image] = (await uploaded(scene, slug)).body.images
    return () => scene.alice.request("PUT", `/v1/listings/${slug}/images/${image?.digest}`, { alt: "Another desk" })
  }),
  "DELETE /v1/listings/:publisher/:name/images/:digest": route(["listing.image_removed"], async (scene) => {
    const slug = await draft(scene)
    const [image] = (await uploaded(scene, slug)).body.images
    return () => scene.alice.request("DELETE", `/v1/listings/${slug}/images/${image?.digest}`)
  }),

  "POST /v1/listings/:publisher/:name/releases": route(["release.published"], async (scene) => {
    const slug = await draft(scene)
    return () => scene.alice.publish(slug, { version: "1.0.0" })
  }),
  "POST /v1/listings/:publisher/:name/releases/:version/revocation": route(["release.revoked"], async (scene) => {
    const slug = await shelved(scene)
    return () => scene.alice.revoke(slug, "1.0.0")
  }),

  "POST /v1/install-intents": route(["install.token_issued"], async (scene) => {
    const slug = await shelved(scene)
    await scene.registry.target("whs")
    return () => scene.bob.install({ listing: slug })
  }),
  "POST /v1/install-intents/:installIntentId/token": route(["install.token_issued"], async (scene) => {
    const { intent } = await issued(scene)
    return () => scene.bob.post(`/v1/install-intents/${intent.installIntentId}/token`, {})
  }),
  "POST /v1/install-intents/:installIntentId/cancel": route(["install.canceled"], async (scene) => {
    const { intent } = await issued(scene)
    return () => scene.bob.request("POST", `/v1/install-intents/${intent.installIntentId}/cancel`)
  }),
  "POST /v1/handoffs": route(["handoff.created"], async ({ registry }) => {
    const whs = await registry.target("whs")
    return () => whs.request("POST", "/v1/handoffs", { codeChallenge: "A".repeat(43) })
  }),
  "PUT /v1/targets/self/versions": route(["target.versions_set"], async ({ registry, handle }) => {
    const target = await registry.target(handle)
    return () => target.request("PUT", "/v1/targets/self/versions", { systemVersions: { whs: "2.3.0" } })
  }),
  "POST /v1/targets": route(
    ["target.registered", "target.credential_added"],
    async ({ admin, handle }) =>
      () =>
        admin.post("/v1/targets", { name: handle, targetSystem: "whs", landingUrl: "https://whs.example/install" }),
  ),
  "PATCH /v1/targets/:name": route(["target.updated"], async ({ registry, admin, handle }) => {
    await registry.target(handle)
    const headers = { "if-match": '"tgt-1"' }
    return () => admin.request("PATCH", `/v1/targets/${handle}`, { tokenTtlMsMax: 60_000 }, { headers })
  }),
  "POST /v1/targets/:name/disable": route(["target.disabled"], async ({ registry, admin, handle }) => {
    await registry.target(handle)
    return () => admin.request("POST", `/v1/targets/${handle}/disable`)
  }),
  "POST /v1/targets/:name/enable": route(["target.enabled"], async ({ registry, admin, handle }) => {
    await registry.target(handle)
    await admin.request("POST", `/v1/targets/${handle}/disable`)
    return () => admin.request("POST", `/v1/targets/${handle}/enable`)
  }),
  "POST /v1/targets/:name/credentials": route(["target.credential_added"], async ({ registry, admin, handle }) => {
    await registry.target(handle)
    return () => admin.post(`/v1/targets/${handle}/credentials`, {})
  }),
  "DELETE /v1/targets/:name/credentials/:credentialId": route(
    ["target.credential_revoked"],
    async ({ registry, admin, handle }) => {
      await registry.target(handle)
      const { body } = await admin.get<TargetSettings>(`/v1/targets/${handle}/settings`)
      const path = `/v1/targets/${handle}/credentials/${body.credentials[0]?.credentialId}`
      return () => admin.request("DELETE", path)
    },
  ),
  // It looks and never changes anything; a POST only because a token does not belong into an address.
  "POST /v1/install-intents/introspect": route([], async (scene) => {
    const { whs, redeem } = await issued(scene)
    return () => whs.request("POST", "/v1/install-intents/introspect", { token: redeem.token })
  }),
  "POST /v1/install-intents/redeem": route(["install.redeemed"], async (scene) => {
    const { whs, redeem } = await issued(scene)
    return () => whs.redeem(redeem)
  }),
  "POST /v1/install-intents/:installIntentId/outcome": route(["install.outcome_reported"], async (scene) => {
    const { whs, redeem, intent } = await issued(scene)
    await whs.redeem(redeem)
    const { redemptionId } = redeem
    const path = `/v1/install-intents/${intent.installIntentId}/outcome`
    return () => whs.request("POST", path, { redemptionId, outcome: "completed" })
  }),

  "POST /v1/listings/:publisher/:name/reports": route(["report.filed"], async (scene) => {
    const slug = await shelved(scene)
    return () => scene.registry.anonymous.request("POST", `/v1/listings/${slug}/reports`, { reason: "spam" })
  }),
  "POST /v1/admin/reports/:reportId/resolution": route(["report.resolved"], async (scene) => {
    const slug = await shelved(scene)
    await scene.bob.request("POST", `/v1/listings/${slug}/reports`, { reason: "spam" })
    const { body } = await scene.admin.get<{ data: Report[] }>("/v1/admin/reports?limit=100")
    const path = `/v1/admin/reports/${body.data.at(-1)?.reportId}/resolution`
    return () => scene.admin.request("POST", path, { action: "actioned" })
  }),
  "PUT /v1/listings/:publisher/:name/appeal": route(["listing.appealed"], async (scene) => {
    const slug = await suspended(scene)
    return () => scene.alice.request("PUT", `/v1/listings/${slug}/appeal`, { note: "Why?" })
  }),
  "PUT /v1/admin/listings/:publisher/:name/suspension": route(["listing.suspended"], async (scene) => {
    const slug = await shelved(scene)
    return () => scene.admin.request("PUT", `/v1/admin/listings/${slug}/suspension`, { reason: "spam" })
  }),
  "DELETE /v1/admin/listings/:publisher/:name/suspension": route(["listing.restored"], async (scene) => {
    const slug = await suspended(scene)
    return () => scene.admin.request("DELETE", `/v1/admin/listings/${slug}/suspension`)
  }),
  "PUT /v1/admin/publishers/:handle/lock": route(["publisher.locked"], async (scene) => {
    const path = await publisher(scene)
    return () => scene.admin.request("PUT", `${path}/lock`, { reason: "spam" })
  }),
  "DELETE /v1/admin/publishers/:handle/lock": route(["publisher.unlocked"], async (scene) => {
    const path = await publisher(scene)
    await scene.admin.request("PUT", `${path}/lock`, { reason: "spam" })
    return () => scene.admin.request("DELETE", `${path}/lock`)
  }),
  "PUT /v1/admin/publishers/:handle/verification": route(["publisher.verified"], async (scene) => {
    const path = await publisher(scene)
    return () => scene.admin.request("PUT", `${path}/verification`, { method: "dns" })
  }),
  "DELETE /v1/admin/publishers/:handle/verification": route(["publisher.unverified"], async (scene) => {
    const path = await publisher(scene)
    await scene.admin.request("PUT", `${path}/verification`, { method: "dns" })
    return () => scene.admin.request("DELETE", `${path}/verification`)
  }),
  "PUT /v1/admin/users/:userId/lock": route(["user.locked"], async (scene) => {
    const path = await user(scene)
    return () => scene.admin.request("PUT", `${path}/lock`, { reason: "spam" })
  }),
  "DELETE /v1/admin/users/:userId/lock": route(["user.unlocked"], async (scene) => {
    const path = await user(scene)
    await scene.admin.request("PUT", `${path}/lock`, { reason: "spam" })
    return () => scene.admin.request("DELETE", `${path}/lock`)
  }),
  "PUT /v1/admin/users/:userId/role": route(["user.role_changed"], async (scene) => {
    const path = await user(scene)
    return () => scene.admin.request("PUT", `${path}/role`, { role: "reader" })
  }),
}
