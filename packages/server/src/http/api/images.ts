import {
  describeImageRequest,
  imageDigest,
  imageMediaTypes,
  limits,
  orderImagesRequest,
  uploadImageQuery,
  listing as listingReply,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { describeImage } from "../../domain/images/describe.ts"
import { getImage } from "../../domain/images/get.ts"
import { orderImages } from "../../domain/images/order.ts"
import { removeImage } from "../../domain/images/remove.ts"
import { uploadImage } from "../../domain/images/upload.ts"
import { anyone, userOrRun } from "../access.ts"
import { created, file, ok } from "../reply.ts"
import { route } from "../route.ts"
import { fullListing, listingEtag } from "../shapes/listing.ts"
import { imageUrl } from "../shapes/image.ts"
import { imageParams, listingPath, slugParams } from "./paths.ts"

/** The file of an image: its digest, by the name it is served under. */
export const imageFile = z
  .object({ file: z.string().endsWith(".webp") })
  .transform(({ file: name }) => name.slice(0, -".webp".length))
  .pipe(imageDigest)

/** Pictures of listings. */
export const imageRoutes = (context: AppContext) => [...allRoutes(context), ...oneRoutes(context)]

const allRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: `${listingPath}/images`,
    name: "images.upload",
    summary: "Add an image to a listing",
    replies: { 200: listingReply, 201: listingReply },
    access: userOrRun("listing:write"),
    limit: "publish",
    params: slugParams,
    query: uploadImageQuery,
    content: { mediaTypes: imageMediaTypes, bytesMax: limits.imageBytesMax },
    async handle({ caller, requestId, params: { slug }, query: { alt }, content: { bytes, mediaType } }) {
      const command = { caller, requestId, slug, bytes, mediaType, alt }
      const { result, image, listing } = await uploadImage(context, command)
      const extra = { ...listingEtag(listing), location: imageUrl(image) }
      return result === "created" ? created(fullListing(listing), extra) : ok(fullListing(listing), extra)
    },
  }),
  route({
    method: "PUT",
    path: `${listingPath}/images`,
    name: "images.order",
    summary: "Put the images of a listing into another order",
    replies: { 200: listingReply },
    access: userOrRun("listing:write"),
    params: slugParams,
    body: orderImagesRequest,
    async handle({ caller, requestId, params: { slug }, body: { digests } }) {
      const listing = await orderImages(context, { caller, requestId, slug, digests })
      return ok(fullListing(listing), listingEtag(listing))
    },
  }),
]

const oneRoutes = (context: AppContext) => [
  route({
    method: "PUT",
    path: `${listingPath}/images/:digest`,
    name: "images.describe",
    summary: "Say in other words what an image shows",
    replies: { 200: listingReply },
    access: userOrRun("listing:write"),
    params: imageParams,
    body: describeImageRequest,
    async handle({ caller, requestId, params: { slug, digest }, body: { alt } }) {
      const listing = await describeImage(context, { caller, requestId, slug, digest, alt })
      return ok(fullListing(listing), listingEtag(listing))
    },
  }),
  route({
    method: "DELETE",
    path: `${listingPath}/images/:digest`,
    name: "images.remove",
    summary: "Take an image off a listing",
    replies: { 200: listingReply },
    access: userOrRun("listing:write"),
    params: imageParams,
    async handle({ caller, requestId, params: { slug, digest } }) {
      const listing = await removeImage(context, { caller, requestId, slug, digest })
      return ok(fullListing(listing), listingEtag(listing))
    },
  }),
  route({
    method: "GET",
    path: "/v1/images/:file",
    name: "images.get",
    summary: "Get an image",
    replies: { 200: { mediaType: "image/webp" } },
    hasEtag: true,
    access: anyone,
    params: imageFile,
    async handle({ caller, params: digest }) {
      const bytes = await getImage(context, caller, digest)
      return file({ bytes, mediaType: "image/webp", name: `${digest}.webp` }, { etag: `"${digest}"` })
    },
  }),
]
