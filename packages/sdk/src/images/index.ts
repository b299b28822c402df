export { type Images, imagesOf, type ImageUpload } from "./images.ts"

export type { ImageMediaType } from "../contracts/image-requests.ts"
