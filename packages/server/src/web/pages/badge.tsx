import type { AppContext } from "../../domain/context.ts"
import { getListing, movedTo } from "../../domain/listings/get.ts"
import { Refusal } from "../../domain/refusal.ts"
import { visitor } from "../../http/access.ts"
import { slugParams } from "../../http/api/paths.ts"
import { type Reply, text } from "../../http/reply.ts"
import { markupOf } from "../html.ts"
import { page } from "../page.ts"
import { Badge, badgeWords } from "../parts/badge.tsx"

const mediaType = "image/svg+xml"

/** A picture may be shown anywhere, and does nothing but be seen. */
const headers = {
  "content-security-policy": "default-src 'none'; sandbox",
  "cross-origin-resource-policy": "cross-origin",
  "cache-control": "public, max-age=300",
  vary: "Accept-Encoding",
}

/** The current version for a README. What is not there has a badge too, so that no picture is broken. */
export const badgePages = (context: AppContext) => [
  page({
    path: "/listings/:publisher/:name/badge.svg",
    name: "pages.badge",
    summary: "Get a badge with the current version",
    access: visitor,
    mediaType,
    params: slugParams,
    async handle({ params: { slug } }) {
      try {
        return badge(await wordsFor(context, slug))
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== "NOT_FOUND") throw error
        return badge("not found", 404)
      }
    },
  }),
]

async function wordsFor(context: AppContext, slug: string): Promise<string> {
  const now = (await movedTo(context, slug)) ?? slug
  return badgeWords(await getListing(context, undefined, { slug: now }))
}

function badge(words: string, status = 200): Reply {
  return text({ content: markupOf(<Badge words={words} />), mediaType }, { status, headers })
}
