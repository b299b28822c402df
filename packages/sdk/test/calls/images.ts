import { imagesOf } from "../../src/images/index.ts"
import * as wire from "../wire.ts"
import { type ApiCall, slug } from "./api-call.ts"

const address = `/v1/listings/${slug}/images`
const [first, second] = ["ab".repeat(32), "cd".repeat(32)]

/** The one that adds a picture sends no JSON and is looked at by itself. */
export const imageCalls: ApiCall[] = [
  {
    name: "images.describe",
    call: (fp) => imagesOf(fp).describe(slug, first, "The inbox"),
    sends: `PUT ${address}/${first}`,
    body: { alt: "The inbox" },
    reply: wire.listing,
  },
  {
    name: "images.order",
    call: (fp) => imagesOf(fp).order(slug, [second, first]),
    sends: `PUT ${address}`,
    body: { digests: [second, first] },
    reply: wire.listing,
  },
  {
    name: "images.remove",
    call: (fp) => imagesOf(fp).remove(slug, first),
    sends: `DELETE ${address}/${first}`,
    reply: wire.listing,
  },
]
