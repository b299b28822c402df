import * as z from "zod"
import { notFound } from "../../domain/refusal.ts"
import { visitor } from "../../http/access.ts"
import { text } from "../../http/reply.ts"
import { page } from "../page.ts"
import { type Asset, loadAssets } from "./load.ts"

/** What a name stands for never changes, so a browser asks once. */
const immutable = {
  "cache-control": "public, max-age=31536000, immutable",
  vary: "Accept-Encoding",
  "cross-origin-resource-policy": "same-origin",
}

export const assetRoutes = () => [
  page({
    path: "/assets/:file",
    name: "pages.asset",
    summary: "Get a style sheet, a script, a font or the icon of the pages",
    access: visitor,
    limit: null,
    mediaType: "text/css",
    params: z.object({ file: z.string().max(100) }),
    async handle({ params, header }) {
      const asset = (await loadAssets()).files.get(params.file)
      if (asset === undefined) throw notFound("file")
      const { content, encoding } = encodedFor(asset, header("accept-encoding") ?? "")
      const headers = { ...immutable, ...(encoding && { "content-encoding": encoding }) }
      return text({ content, mediaType: asset.mediaType }, { headers })
    },
  }),
]

/** The smallest form that a browser says it can read. */
function encodedFor({ bytes, encoded }: Asset, accepted: string): { content: Uint8Array; encoding?: "br" | "gzip" } {
  if (encoded === undefined) return { content: bytes }
  const encoding = (["br", "gzip"] as const).find((name) =>
    new RegExp(`\\b${name}\\b(?!;q=0(?:\\.0*)?\\s*(?:,|$))`).test(accepted),
  )
  return encoding === undefined ? { content: bytes } : { content: encoded[encoding], encoding }
}
