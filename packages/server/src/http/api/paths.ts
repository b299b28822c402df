import { handle, idOf, imageDigest, listingName } from "@fleetprompt/sdk/contracts"
import * as z from "zod"

/** The address of a listing: its slug, as people type it. */
export const listingPath = "/v1/listings/:publisher/:name"

const parts = { publisher: handle, name: listingName }

const joined = <Parts extends { publisher: string; name: string }>({ publisher, name, ...rest }: Parts) => ({
  ...rest,
  slug: `${publisher}/${name}`,
})

/** The parameters of {@link listingPath}, joined to a slug. */
export const slugParams = z.object(parts).transform(joined)

/** The same with one of the listing's versions behind it. Any visible text is looked up as a version, well-formed or not. */
export const releaseParams = z.object({ ...parts, version: z.string().regex(/^[\x21-\x7e]{1,64}$/) }).transform(joined)

/** The same with one of the listing's images behind it. */
export const imageParams = z.object({ ...parts, digest: imageDigest }).transform(joined)

/** The same with one of the slug's trusted publishers behind it. */
export const trustedPublisherParams = z
  .object({ ...parts, trustedPublisherId: idOf("trustedPublisher") })
  .transform(joined)
