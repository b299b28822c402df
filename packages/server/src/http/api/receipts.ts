import { signedReceipt } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { getReceipt } from "../../domain/receipts/get.ts"
import { anyone } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { listingPath, releaseParams } from "./paths.ts"

/** What the registry signed when a release was published. */
export const receiptRoutes = (context: AppContext) => [
  route({
    method: "GET",
    path: `${listingPath}/releases/:version/receipt`,
    name: "releases.receipt",
    summary: "Get the signed receipt of a release",
    replies: { 200: signedReceipt },
    access: anyone,
    params: releaseParams,
    handle: async ({ caller, params: { slug, version } }) =>
      ok({ jws: await getReceipt(context, caller, slug, version) }),
  }),
]
