import {
  listReleasesQuery,
  type PublishedRelease,
  publishReleaseRequest,
  type RevokedRelease,
  revokeReleaseRequest,
  fullRelease as fullReleaseReply,
  publishedRelease,
  releasePage,
  revokedRelease,
} from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { receiptFor } from "../../domain/receipts/get.ts"
import { getRelease } from "../../domain/releases/get.ts"
import { listReleases } from "../../domain/releases/list.ts"
import { publishRelease } from "../../domain/releases/publish.ts"
import { revokeRelease } from "../../domain/releases/revoke.ts"
import { anyone, anyoneOrRun, callerId, user, userOrRun } from "../access.ts"
import { created, ok } from "../reply.ts"
import { route } from "../route.ts"
import { fullRelease, publicRelease } from "../shapes/release.ts"
import { listingPath, releaseParams, slugParams } from "./paths.ts"

export const releaseRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: `${listingPath}/releases`,
    name: "releases.publish",
    summary: "Publish an immutable release",
    replies: { 200: publishedRelease, 201: publishedRelease },
    keyed: "required",
    access: userOrRun("release:publish"),
    limit: "publish",
    params: slugParams,
    body: publishReleaseRequest,
    async handle({ caller, requestId, params: { slug }, body: content, claim }) {
      const command = { caller, requestId, claim: claim(callerId(caller)), slug, content }
      const { result: published, replayed } = await publishRelease(context, command)
      const { result, release, listing } = published
      const receipt = await receiptFor(context, listing, release)
      const { status: listingStatus } = listing
      const body: PublishedRelease = { result, release: publicRelease(listing, release), listingStatus, receipt }
      const location = `/v1/listings/${slug}/releases/${release.version}`
      return result === "created" ? created(body, { replayed, location }) : ok(body, { replayed })
    },
  }),
  route({
    method: "POST",
    path: `${listingPath}/releases/:version/revocation`,
    name: "releases.revoke",
    summary: "Revoke a release for good",
    replies: { 200: revokedRelease },
    access: user("release:revoke"),
    params: releaseParams,
    body: revokeReleaseRequest,
    async handle({ caller, requestId, params: { slug, version }, body: { reason, note } }) {
      const revoked = await revokeRelease(context, { caller, requestId, slug, version, reason, note })
      const { result, release, listing } = revoked
      const { latestVersion } = listing
      const body: RevokedRelease = { result, release: publicRelease(listing, release), latestVersion }
      return ok(body)
    },
  }),
  route({
    method: "GET",
    path: `${listingPath}/releases`,
    name: "releases.list",
    summary: "List the releases of a listing",
    replies: { 200: releasePage },
    access: anyone,
    params: slugParams,
    query: listReleasesQuery,
    async handle({ caller, params: { slug }, query }) {
      const { listing, releases } = await listReleases(context, caller, slug, query)
      return ok({ data: releases.data.map((release) => publicRelease(listing, release)), page: releases.page })
    },
  }),
  route({
    method: "GET",
    path: `${listingPath}/releases/:version`,
    name: "releases.get",
    summary: "Read a release",
    replies: { 200: fullReleaseReply },
    access: anyoneOrRun,
    params: releaseParams,
    async handle({ caller, params: { slug, version } }) {
      const { listing, release } = await getRelease(context, caller, slug, version)
      return ok(fullRelease(listing, release))
    },
  }),
]
