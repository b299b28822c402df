import {
  idOf,
  type PreflightCause,
  slug as slugSchema,
  targetContext,
  version as versionSchema,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { getHandoff } from "../../domain/handoffs/get.ts"
import type { HandoffView } from "../../domain/handoffs/handoff.ts"
import { createInstall } from "../../domain/installs/create.ts"
import { preflightInstall } from "../../domain/installs/preflight.ts"
import { getListing } from "../../domain/listings/get.ts"
import { notFound, Refusal } from "../../domain/refusal.ts"
import { getRelease } from "../../domain/releases/get.ts"
import { listTargets } from "../../domain/targets/list.ts"
import { signedIn } from "../../http/access.ts"
import { redirect, type Reply } from "../../http/reply.ts"
import { installHref } from "../address.ts"
import { claimOf, formKey, newFormKey } from "../form-key.ts"
import type { Frame } from "../frame.ts"
import { html } from "../html.ts"
import { page } from "../page.ts"
import { ChoosePage, ConfirmPage, GonePage } from "../parts/install-dialogue.tsx"
import { placeOf } from "../parts/install-place.tsx"
import { given, optionally } from "../query.ts"
import { orMoved } from "../show-listing.ts"

const anyVersion = z.string().regex(/^[\x21-\x7e]{1,64}$/)

/** As it was typed; what is empty was not given. */
const typedId = z.optional(z.string().transform((text) => (text === "" ? undefined : text)))

const wantedQuery = z.object({
  listing: optionally(slugSchema),
  version: optionally(anyVersion),
  target: optionally(z.string().min(1).max(64)),
  handoff: optionally(idOf("handoff")),
  // What is wrong with these is said, not passed over: an install must not go to another place than was meant.
  telespaceId: typedId,
  roomId: typedId,
  orgId: typedId,
})
type Wanted = z.output<typeof wantedQuery>

const installForm = z.object({
  listing: slugSchema,
  version: versionSchema,
  target: z.string().min(1).max(64),
  handoff: idOf("handoff").optional(),
  ...targetContext.shape,
  key: formKey,
})

/** The buyer's yes: begun at a listing, or by a target that sent its buyer here. */
export const installPages = (context: AppContext) => [
  page({
    path: "/install",
    name: "pages.install",
    summary: "Show what would be installed where, and ask",
    access: signedIn,
    query: wantedQuery,
    async handle({ query, frame }) {
      const handoff = query.handoff === undefined ? undefined : await findHandoff(context, query.handoff)
      if (query.handoff !== undefined && handoff === undefined) return html(<GonePage frame={frame} />, { status: 410 })
      return await askFor(context, frame, answered(query, handoff), handoff)
    },
  }),
  page({
    method: "POST",
    path: "/install",
    name: "pages.startInstall",
    summary: "Start an install",
    access: signedIn,
    limit: "intent",
    form: installForm,
    async handle({ caller, requestId, form }) {
      if (!form.ok) throw new Refusal("VALIDATION_FAILED", "This form is not as the page made it.", form.issues)
      const { key, handoff, telespaceId, roomId, orgId, ...wanted } = form.data
      const place = given({ telespaceId, roomId, orgId })
      const { result } = await createInstall(context, {
        ...wanted,
        handoff,
        caller,
        requestId,
        claim: claimOf(context, caller, "POST /install", key, { ...wanted, place, handoff: handoff ?? null }),
        targetContext: place,
        ttlMs: undefined,
        issueToken: true,
      })
      return redirect(`/installs/${result.installIntentId}`, 303)
    },
  }),
]

/** What a target asks; undefined once it was answered or its time is up. */
async function findHandoff(context: AppContext, handoffId: string): Promise<HandoffView | undefined> {
  try {
    return await getHandoff(context, handoffId)
  } catch (error) {
    if (error instanceof Refusal && error.code === "NOT_FOUND") return undefined
    throw error
  }
}

/** What the target asked for stands; the rest is the buyer's to choose. */
const answered = (wanted: Wanted, handoff: HandoffView | undefined): Wanted =>
  handoff === undefined
    ? wanted
    : {
        ...wanted,
        listing: handoff.listing ?? wanted.listing,
        version: handoff.version ?? wanted.version,
        target: handoff.target.name,
      }

async function askFor(
  context: AppContext,
  frame: Frame,
  wanted: Wanted,
  handoff: HandoffView | undefined,
): Promise<Reply> {
  const targets = await listTargets(context)
  const target = targets.find(({ name }) => name === wanted.target)
  const { listing: slug } = wanted
  if (slug === undefined || target === undefined) {
    return html(<ChoosePage frame={frame} targets={targets} handoff={handoff} listing={slug} />)
  }
  const hrefOf = (moved: string) => installHref({ ...wanted, listing: moved, handoff: handoff?.handoffId })
  return await orMoved(context, slug, hrefOf, async () => {
    const listing = await getListing(context, undefined, { slug })
    const version = wanted.version ?? listing.latestVersion
    if (version === null) throw notFound("release")
    const { release } = await getRelease(context, undefined, slug, version)
    const question = { reader: undefined, slug, version, target: target.name }
    const causes = (await preflightInstall(context, question)).causes as readonly PreflightCause[]
    const { telespaceId, roomId, orgId } = wanted
    const place = placeOf(handoff === undefined ? given({ telespaceId, roomId, orgId }) : {})
    const shown = { frame, listing, release, target, handoff, place, causes, key: newFormKey(context) }
    return html(<ConfirmPage {...shown} />, { headers: { "cache-control": "no-store" } })
  })
}
