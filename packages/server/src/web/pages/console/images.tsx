import { imageMediaTypes, limits, orderImagesRequest, uploadImageQuery } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import { describeImage } from "../../../domain/images/describe.ts"
import { getImage } from "../../../domain/images/get.ts"
import type { ListingImage } from "../../../domain/images/image.ts"
import { orderImages } from "../../../domain/images/order.ts"
import { removeImage } from "../../../domain/images/remove.ts"
import { type UploadImage, uploadImage } from "../../../domain/images/upload.ts"
import { getOwnListing } from "../../../domain/listings/get-own.ts"
import { type Listing, slugOf } from "../../../domain/listings/listing.ts"
import { signedIn } from "../../../http/access.ts"
import { imageFile } from "../../../http/api/images.ts"
import { imageParams, slugParams } from "../../../http/api/paths.ts"
import { file, redirect, type Reply } from "../../../http/reply.ts"
import { consoleHref, ownListingHref } from "../../address.ts"
import { type Form, newForm, orAgain, sentBack, typedInto, wordsIn, wrongAt } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { OwnListingFrame } from "../../parts/console/own-listing-frame.tsx"
import { ErrorSummary } from "../../parts/error-summary.tsx"
import { FileField, TextField } from "../../parts/field.tsx"
import type { SentFile } from "../../read-form.ts"

const path = `${consoleHref}/listings/:publisher/:name/images`
const hrefOf = (slug: string): string => `${ownListingHref(slug)}/images`
type UploadFields = Form<"image" | "alt">
const uploadForm: UploadFields = newForm({ image: "Picture", alt: "What does it show?" })
const shared = { access: signedIn, params: slugParams }
const ofOne = { access: signedIn, params: imageParams }

/** The pictures of a listing, for those whose it is. */
export const ownImagePages = (context: AppContext) => [...allPages(context), ...onePages(context)]

const allPages = (context: AppContext) => [
  page({
    ...shared,
    path,
    name: "pages.ownImages",
    summary: "Show the images of one's own listing",
    async handle({ caller, params: { slug }, frame }) {
      return showImages(frame, (await getOwnListing(context, caller, slug)).listing, uploadForm)
    },
  }),
  page({
    ...shared,
    method: "POST",
    path,
    name: "pages.uploadImage",
    summary: "Add an image to a listing",
    limit: "publish",
    formBounds: { bytesMax: limits.imageBytesMax + 65_536, file: "image" },
    form: uploadImageQuery,
    async handle({ caller, requestId, params: { slug }, form, frame }) {
      const { listing } = await getOwnListing(context, caller, slug)
      const again = (shown: UploadFields) => showImages(frame, listing, shown)
      const chosen = pictureIn(form.file)
      if (!form.ok) return again(sentBack(uploadForm, form))
      const filled = typedInto(uploadForm, form.typed)
      if (chosen === undefined) return again(wrongAt(filled, "image", "It must be a PNG, JPEG, WebP or AVIF file."))
      return await orAgain(filled, { IMAGE_REJECTED: "image" }, again, async () => {
        await uploadImage(context, { ...chosen, ...form.data, caller, requestId, slug })
        return redirect(hrefOf(slug), 303)
      })
    },
  }),
  page({
    ...shared,
    method: "POST",
    path: `${path}/order`,
    name: "pages.orderImages",
    summary: "Put the images of a listing into another order",
    form: z.object({ digests: wordsIn(orderImagesRequest.shape.digests) }),
    async handle({ caller, requestId, params: { slug }, form, frame }) {
      const { listing } = await getOwnListing(context, caller, slug)
      const again = (shown: UploadFields) => showImages(frame, listing, shown)
      if (!form.ok) return again(sentBack(uploadForm, form))
      return await orAgain(uploadForm, {}, again, async () => {
        await orderImages(context, { ...form.data, caller, requestId, slug })
        return redirect(hrefOf(slug), 303)
      })
    },
  }),
]

const onePages = (context: AppContext) => [
  page({
    ...ofOne,
    method: "POST",
    path: `${path}/:digest`,
    name: "pages.describeImage",
    summary: "Say in other words what an image shows",
    form: uploadImageQuery,
    async handle({ caller, requestId, params: { slug, digest }, form, frame }) {
      const { listing } = await getOwnListing(context, caller, slug)
      const again = (shown: Form<"alt">) => showImages(frame, listing, uploadForm, { digest, form: shown })
      if (!form.ok) return again(sentBack(altForm(digest), form))
      return await orAgain(typedInto(altForm(digest), form.typed), {}, again, async () => {
        await describeImage(context, { ...form.data, caller, requestId, slug, digest })
        return redirect(hrefOf(slug), 303)
      })
    },
  }),
  page({
    ...ofOne,
    method: "POST",
    path: `${path}/:digest/remove`,
    name: "pages.removeImage",
    summary: "Take an image off a listing",
    async handle({ caller, requestId, params: { slug, digest } }) {
      await removeImage(context, { caller, requestId, slug, digest })
      return redirect(hrefOf(slug), 303)
    },
  }),
  page({
    path: `${consoleHref}/images/:file`,
    name: "pages.image",
    summary: "Get an image, also one of a draft",
    access: signedIn,
    mediaType: "image/webp",
    params: imageFile,
    async handle({ caller, params: digest }) {
      const bytes = await getImage(context, caller, digest)
      return file({ bytes, mediaType: "image/webp", name: `${digest}.webp` }, { etag: `"${digest}"` })
    },
  }),
]

/** A file that says it is a picture. Whether it is one shows when it is decoded. */
function pictureIn(sent: SentFile | undefined): Pick<UploadImage, "bytes" | "mediaType"> | undefined {
  const mediaType = imageMediaTypes.find((known) => known === sent?.mediaType)
  return sent === undefined || mediaType === undefined ? undefined : { bytes: sent.bytes, mediaType }
}

const altForm = (digest: string, alt = ""): Form<"alt"> =>
  newForm({ alt: "What does it show?" }, { alt }, `${digest.slice(0, 12)}-`)

/** The form of one image that came back. */
interface Refused {
  readonly digest: string
  readonly form: Form<"alt">
}

function showImages(frame: Frame, listing: Listing, upload: UploadFields, refused?: Refused): Reply {
  const isWrong = upload.wrong.length > 0 || refused !== undefined
  const shown = { frame, listing, upload, refused, isWrong }
  return html(<ImagesPage {...shown} />, { status: isWrong ? 422 : 200 })
}

interface ImagesProps {
  readonly frame: Frame
  readonly listing: Listing
  readonly upload: UploadFields
  readonly refused: Refused | undefined
  readonly isWrong: boolean
}

const ImagesPage = ({ frame, listing, upload, refused, isWrong }: ImagesProps) => {
  const { images } = listing
  return (
    <OwnListingFrame
      frame={frame}
      listing={listing}
      tab="/images"
      title={isWrong ? "Not saved: images of" : "Images of"}
    >
      {refused && <ErrorSummary form={refused.form}>Nothing was saved.</ErrorSummary>}
      {images.length === 0 ? (
        <p class="empty">No picture yet. The first one also stands in lists, in place of the tiles.</p>
      ) : (
        <ol class="own-images">
          {images.map((image, at) => (
            <OwnImage
              listing={listing}
              image={image}
              at={at}
              form={refused?.digest === image.digest ? refused.form : altForm(image.digest, image.alt)}
            />
          ))}
        </ol>
      )}
      {images.length < limits.imagesPerListingMax && (
        <section>
          <h2>Add a picture</h2>
          <ErrorSummary form={upload}>The picture was not added.</ErrorSummary>
          <form class="form" method="post" action={hrefOf(slugOf(listing))} enctype="multipart/form-data">
            <FileField
              form={upload}
              name="image"
              help={`PNG, JPEG, WebP or AVIF, up to ${limits.imageBytesMax / 1_048_576} MB. It is drawn anew, so nothing but the picture is kept of the file.`}
              with={{ accept: imageMediaTypes.join(",") }}
            />
            <TextField
              form={upload}
              name="alt"
              help="For those who cannot see it."
              with={{ maxlength: limits.imageAltLengthMax }}
            />
            <p>
              <button type="submit">Add picture</button>
            </p>
          </form>
        </section>
      )}
    </OwnListingFrame>
  )
}

interface OwnImageProps {
  readonly listing: Listing
  readonly image: ListingImage
  readonly at: number
  readonly form: Form<"alt">
}

const OwnImage = ({ listing, image: { digest, width, height, alt }, at, form }: OwnImageProps) => {
  const href = hrefOf(slugOf(listing))
  const others = listing.images.map((image) => image.digest).filter((one) => one !== digest)
  return (
    <li>
      <img src={`${consoleHref}/images/${digest}.webp`} alt={alt} width={width} height={height} loading="lazy" />
      <div>
        <form class="form" method="post" action={`${href}/${digest}`}>
          <TextField form={form} name="alt" with={{ maxlength: limits.imageAltLengthMax }} />
          <p class="choices">
            <button type="submit" class="second">
              Save words
            </button>
          </p>
        </form>
        <div class="choices">
          {at > 0 && <Move href={href} order={others.toSpliced(at - 1, 0, digest)} words="Move up" alt={alt} />}
          {at < others.length && (
            <Move href={href} order={others.toSpliced(at + 1, 0, digest)} words="Move down" alt={alt} />
          )}
          <form method="post" action={`${href}/${digest}/remove`}>
            <button type="submit" class="bad">
              Remove<span class="hidden"> “{alt}”</span>
            </button>
          </form>
        </div>
      </div>
    </li>
  )
}

const Move = ({ href, order, words, alt }: { href: string; order: readonly string[]; words: string; alt: string }) => (
  <form method="post" action={`${href}/order`}>
    <input type="hidden" name="digests" value={order.join(" ")} />
    <button type="submit" class="second">
      {words}
      <span class="hidden"> “{alt}”</span>
    </button>
  </form>
)
