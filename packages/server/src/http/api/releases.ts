import { listReleasesQuery, publishReleaseRequest, type PublishedRelease } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { getRelease } from "../../domain/releases/get.ts"
import { listReleases } from "../../domain/releases/list.ts"
import { publishRelease } from "../../domain/releases/publish.ts"
import { anyone, user } from "../access.ts"
import { created, ok } from "../reply.ts"
import { route } from "../route.ts"
import { publicRelease } from "../shapes/release.ts"
import { listingPath, releaseParams, slugParams } from "./paths.ts"

export const releaseRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: `${listingPath}/releases`,
    access: user("release:publish"),
    params: slugParams,
    body: publishReleaseRequest,
    async handle({ caller, requestId, params: { slug }, body: content, claim }) {
      const command = { caller, requestId, claim: claim(caller.user.userId), slug, content }
      const { result: published, replayed } = await publishRelease(context, command)
      const { result, release, listing } = published
      const body: PublishedRelease = { result, release: publicRelease(listing, release), listingStatus: listing.status }
      const location = `/v1/listings/${slug}/releases/${release.version}`
      return result === "created" ? created(body, { replayed, location }) : ok(body, { replayed })
    },
  }),
  route({
    method: "GET",
    path: `${listingPath}/releases`,
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
    access: anyone,
    params: releaseParams,
    async handle({ caller, params: { slug, version } }) {
      const { listing, release } = await getRelease(context, caller, slug, version)
      return ok(publicRelease(listing, release))
    },
  }),
]
