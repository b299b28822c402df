import { randomUUID } from "node:crypto"
import type { IssuedToken } from "@fleetprompt/sdk/contracts"
import { openSession } from "../support/device-login.ts"
import { uploadImage } from "../support/images.ts"
import { picture } from "../support/pictures.ts"
import { exampleTrust, trust } from "../support/trusted-runs.ts"
import { browserOf } from "../support/web-session.ts"
import { type AuditedRoute, route, type Scene } from "./audited-route.ts"

/** Alice's browser, at a listing of hers that is public. */
async function atListing({ registry, alice, handle }: Scene) {
  await alice.shelve(`${handle}/one`)
  return { browser: await browserOf(registry, alice), href: `/console/listings/${handle}/one`, slug: `${handle}/one` }
}

/** The same with two pictures. */
async function atPictures(scene: Scene) {
  const at = await atListing(scene)
  const upload = async (height: number) =>
    (await uploadImage(scene.registry.app, scene.alice, at.slug, await picture("png", { height }))).body.images
  await upload(8)
  return { ...at, digests: (await upload(9)).map(({ digest }) => digest) }
}

const words = { name: "New", summary: "Words.", rowVersion: "3", base: "0" }

/** What the forms of the console write. */
export const auditedConsole: Record<string, AuditedRoute> = {
  "POST /console/publishers": route(["publisher.claimed"], async ({ registry, alice, handle }) => {
    const browser = await browserOf(registry, alice)
    return () => browser.send("/console/publishers", { handle, displayName: "One", key: randomUUID() })
  }),
  "POST /console/new": route(["listing.created"], async ({ registry, alice, handle }) => {
    await alice.claim(handle)
    const browser = await browserOf(registry, alice)
    const wanted = { publisher: handle, slugName: "one", assetKind: "whs_agent", name: "One", summary: "Words." }
    return () => browser.send("/console/new", { ...wanted, key: randomUUID() })
  }),
  "POST /console/listings/:publisher/:name": route(["listing.updated"], async (scene) => {
    const { browser, href } = await atListing(scene)
    return () => browser.send(href, words)
  }),
  "POST /console/listings/:publisher/:name/preview": route([], async (scene) => {
    const { browser, href } = await atListing(scene)
    return () => browser.send(`${href}/preview`, { description: "# Hello" })
  }),
  "POST /console/listings/:publisher/:name/releases/preview": route([], async (scene) => {
    const { browser, href } = await atListing(scene)
    return () => browser.send(`${href}/releases/preview`, { version: "2.0.0", whsAgentId: "agt_1" })
  }),
  "POST /console/listings/:publisher/:name/releases": route(["release.published"], async (scene) => {
    const { browser, href } = await atListing(scene)
    const release = { version: "2.0.0", whsAgentId: "agt_1", key: randomUUID() }
    return () => browser.send(`${href}/releases`, release)
  }),
  "POST /console/listings/:publisher/:name/releases/:version/revoke": route(["release.revoked"], async (scene) => {
    const { browser, href, slug } = await atListing(scene)
    return () => browser.send(`${href}/releases/1.0.0/revoke`, { reason: "broken", confirm: `${slug}@1.0.0` })
  }),
  "POST /console/listings/:publisher/:name/images": route(["listing.image_added"], async (scene) => {
    const { browser, href } = await atListing(scene)
    const file = { name: "image", bytes: await picture("png"), type: "image/png" }
    return () => browser.sendFile(`${href}/images`, { alt: "A desk" }, file)
  }),
  "POST /console/listings/:publisher/:name/images/order": route(["listing.updated"], async (scene) => {
    const { browser, href, digests } = await atPictures(scene)
    return () => browser.send(`${href}/images/order`, { digests: digests.toReversed().join(" ") })
  }),
  "POST /console/listings/:publisher/:name/images/:digest": route(["listing.updated"], async (scene) => {
    const { browser, href, digests } = await atPictures(scene)
    return () => browser.send(`${href}/images/${digests[0]}`, { alt: "Other words" })
  }),
  "POST /console/listings/:publisher/:name/images/:digest/remove": route(["listing.image_removed"], async (scene) => {
    const { browser, href, digests } = await atPictures(scene)
    return () => browser.send(`${href}/images/${digests[0]}/remove`, {})
  }),

  "POST /console/listings/:publisher/:name/status": route(["listing.status_changed"], async (scene) => {
    const { browser, href } = await atListing(scene)
    return () => browser.send(`${href}/status`, { status: "unlisted" })
  }),
  "POST /console/listings/:publisher/:name/status/draft": route(["listing.status_changed"], async (scene) => {
    const { browser, href, slug } = await atListing(scene)
    return () => browser.send(`${href}/status/draft`, { confirm: slug })
  }),
  "POST /console/listings/:publisher/:name/status/deprecation": route(["listing.deprecated"], async (scene) => {
    const { browser, href } = await atListing(scene)
    return () => browser.send(`${href}/status/deprecation`, { message: "Old.", successor: "" })
  }),
  "POST /console/listings/:publisher/:name/status/deprecation/lift": route(
    ["listing.deprecation_lifted"],
    async (scene) => {
      const { browser, href, slug } = await atListing(scene)
      await scene.alice.deprecate(slug, { message: "Old." })
      return () => browser.send(`${href}/status/deprecation/lift`, {})
    },
  ),
  "POST /console/listings/:publisher/:name/status/appeal": route(["listing.appealed"], async (scene) => {
    const { browser, href, slug } = await atListing(scene)
    await scene.admin.request("PUT", `/v1/admin/listings/${slug}/suspension`, { reason: "spam" })
    return () => browser.send(`${href}/status/appeal`, { note: "Why?" })
  }),
  "POST /console/listings/:publisher/:name/status/transfer": route(
    ["listing.transferred", "listing.transferred"],
    async (scene) => {
      const { browser, href, slug } = await atListing(scene)
      await scene.alice.claim(`${scene.handle}-2`)
      const wanted = { to: `${scene.handle}-2`, confirm: slug, key: randomUUID() }
      return () => browser.send(`${href}/status/transfer`, wanted)
    },
  ),
  "POST /console/listings/:publisher/:name/status/delete": route(["listing.deleted"], async (scene) => {
    const { registry, alice, handle } = scene
    await alice.claim(handle)
    await alice.createListing({ slug: `${handle}/one` })
    const browser = await browserOf(registry, alice)
    return () => browser.send(`/console/listings/${handle}/one/status/delete`, { confirm: `${handle}/one` })
  }),

  "POST /console/listings/:publisher/:name/trusted-publishers": route(["trusted_publisher.added"], async (scene) => {
    const { browser, href } = await atListing(scene)
    const { issuer, repository, ownerId, workflow } = exampleTrust
    return () => browser.send(`${href}/trusted-publishers`, { issuer, repository, ownerId, workflow })
  }),
  "POST /console/listings/:publisher/:name/trusted-publishers/required": route(
    ["trusted_publishing.requirement_set"],
    async (scene) => {
      const { browser, href, slug } = await atListing(scene)
      await trust(scene.registry, scene.alice, slug)
      return () => browser.send(`${href}/trusted-publishers/required`, { required: "yes" })
    },
  ),
  "POST /console/listings/:publisher/:name/trusted-publishers/:trustedPublisherId/remove": route(
    ["trusted_publisher.removed"],
    async (scene) => {
      const { browser, href, slug } = await atListing(scene)
      const { trustedPublisherId } = await trust(scene.registry, scene.alice, slug)
      return () => browser.send(`${href}/trusted-publishers/${trustedPublisherId}/remove`, {})
    },
  ),

  "POST /console/tokens": route(["token.created"], async ({ registry, alice }) => {
    const browser = await browserOf(registry, alice)
    const wanted = { name: "ci", scopes: "listing:read", expiresInDays: "1", key: randomUUID() }
    return () => browser.send("/console/tokens", wanted)
  }),
  "POST /console/tokens/:tokenId/revoke": route(["token.revoked"], async ({ registry, alice }) => {
    const wanted = { name: "ci", scopes: ["listing:read"], expiresInDays: 1 }
    const { tokenId } = (await alice.post<IssuedToken>("/v1/tokens", wanted)).body.token
    const browser = await browserOf(registry, alice)
    return () => browser.send(`/console/tokens/${tokenId}/revoke`, {})
  }),
  "POST /console/sessions/:sessionId/end": route(["session.revoked"], async ({ registry, bob }) => {
    const { session } = await openSession(registry, bob)
    const browser = await browserOf(registry, bob)
    return () => browser.send(`/console/sessions/${session.sessionId}/end`, {})
  }),

  "POST /console/publishers/:handle": route(["publisher.updated"], async ({ registry, alice, handle }) => {
    await alice.claim(handle)
    const browser = await browserOf(registry, alice)
    return () => browser.send(`/console/publishers/${handle}`, { displayName: "New", rowVersion: "1" })
  }),
  "POST /console/publishers/:handle/members": route(["publisher.member_added"], async (scene) => {
    const { registry, alice, bob, handle } = scene
    await alice.claim(handle)
    const browser = await browserOf(registry, alice)
    const wanted = { userId: await bob.userId(), role: "maintainer" }
    return () => browser.send(`/console/publishers/${handle}/members`, wanted)
  }),
  "POST /console/publishers/:handle/members/:userId/remove": route(["publisher.member_removed"], async (scene) => {
    const { registry, alice, bob, handle } = scene
    await alice.claim(handle)
    await alice.setMember(handle, bob, "maintainer")
    const browser = await browserOf(registry, alice)
    const userId = await bob.userId()
    return () => browser.send(`/console/publishers/${handle}/members/${userId}/remove`, {})
  }),
  "POST /console/publishers/:handle/trusted-publishers": route(["trusted_publisher.added"], async (scene) => {
    const { registry, alice, handle } = scene
    await alice.claim(handle)
    const browser = await browserOf(registry, alice)
    const { issuer, repository, ownerId, workflow } = exampleTrust
    const wanted = { slugName: "to-come", issuer, repository, ownerId, workflow }
    return () => browser.send(`/console/publishers/${handle}/trusted-publishers`, wanted)
  }),
  "POST /console/publishers/:handle/trusted-publishers/:name/:trustedPublisherId/remove": route(
    ["trusted_publisher.removed"],
    async ({ registry, alice, handle }) => {
      await alice.claim(handle)
      const browser = await browserOf(registry, alice)
      const { trustedPublisherId } = await trust(registry, alice, `${handle}/to-come`)
      const href = `/console/publishers/${handle}/trusted-publishers`
      return () => browser.send(`${href}/to-come/${trustedPublisherId}/remove`, {})
    },
  ),
}
