import * as z from "zod"
import { limits } from "./limits.ts"
import { memberRoles } from "./publishers.ts"
import { handle } from "./slug.ts"
import { httpsUrl, line, nameLine } from "./text.ts"

/** Body of `POST /v1/publishers`: claims a handle for the caller. */
export const claimPublisherRequest = z.strictObject({
  handle,
  displayName: nameLine(limits.displayNameLengthMax),
})
export type ClaimPublisherRequest = z.input<typeof claimPublisherRequest>

const profile = {
  displayName: nameLine(limits.displayNameLengthMax),
  description: line(limits.summaryLengthMax).nullable(),
  homepageUrl: httpsUrl.nullable(),
}

/** Body of `PATCH /v1/publishers/{handle}`: the named fields change, the others stay. */
export const updatePublisherRequest = z
  .strictObject({
    displayName: profile.displayName.exactOptional(),
    description: profile.description.exactOptional(),
    homepageUrl: profile.homepageUrl.exactOptional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, "must name at least one field to change")
export type UpdatePublisherRequest = z.input<typeof updatePublisherRequest>

/** Body of `PUT /v1/publishers/{handle}/members/{userId}`: the place that user has from now on. */
export const setPublisherMemberRequest = z.strictObject({ role: z.enum(memberRoles) })
export type SetPublisherMemberRequest = z.input<typeof setPublisherMemberRequest>
