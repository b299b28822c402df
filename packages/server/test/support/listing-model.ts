import type { Listing, ListingStatus, RevocationReason } from "@fleetprompt/sdk/contracts"
import * as fc from "fast-check"
import { expect } from "vitest"
import type { Answer, Caller } from "./caller.ts"

/** The versions a model knows, each of higher precedence than the one before it (SemVer 2.0.0 §11). */
const versions = ["0.9.0", "1.0.0-alpha.1", "1.0.0-beta.2", "1.0.0-beta.10", "1.0.0", "1.1.0-rc.1", "1.2.0"] as const

/** What one listing and its releases must be like, by rules written down a second time and as simply as can be. */
export interface ListingModel {
  status: ListingStatus | "missing"
  wasPublic: boolean
  deprecation: string | null
  readonly releases: Map<string, { notes: string; revoked: RevocationReason | null }>
}

export const newModel = (): ListingModel => ({
  status: "missing",
  wasPublic: false,
  deprecation: null,
  releases: new Map(),
})

/** The highest live stable version, else the highest live prerelease, else null. */
export function latestIn(model: Pick<ListingModel, "releases">, order: readonly string[] = versions): string | null {
  const live = order.filter((version) => model.releases.get(version)?.revoked === null)
  return live.findLast((version) => !version.includes("-")) ?? live.at(-1) ?? null
}

/** The listing itself: its owner, a stranger, and its slug. */
export interface RealListing {
  readonly owner: Caller
  readonly stranger: Caller
  readonly slug: string
}

/** A step that says beforehand how it will be answered, and changes the model where it is let through. */
function step(
  name: string,
  ask: (real: RealListing) => Promise<Answer<unknown>>,
  expected: (model: ListingModel) => number | string,
  apply: (model: ListingModel) => void,
): fc.AsyncCommand<ListingModel, RealListing> {
  return {
    check: () => true,
    toString: () => name,
    async run(model, real) {
      const answer = await ask(real)
      const told = answer.status < 400 ? answer.status : answer.problem.code
      const foretold = expected(model)
      expect({ step: name, told }).toEqual({ step: name, told: foretold })
      if (typeof foretold === "number") apply(model)
      await expectAlike(model, real)
    },
  }
}

/** Owner and stranger see what the model says they see. */
async function expectAlike(model: ListingModel, { owner, stranger, slug }: RealListing): Promise<void> {
  const mine = await owner.get<Listing>(`/v1/listings/${slug}`)
  const theirs = await stranger.get<Listing>(`/v1/listings/${slug}`)
  expect(mine.status).toBe(model.status === "missing" ? 404 : 200)
  expect(theirs.status).toBe(model.status === "published" || model.status === "unlisted" ? 200 : 404)
  if (mine.status !== 200) return
  const { status, latestVersion, deprecation } = mine.body
  const seen = { status, latestVersion, deprecation: deprecation?.message ?? null }
  expect(seen).toEqual({ status: model.status, latestVersion: latestIn(model), deprecation: model.deprecation })
  const history = await owner.get<{ data: { version: string; revocation: { reason: string } | null }[] }>(
    `/v1/listings/${slug}/releases`,
  )
  const releases = history.body.data.map(({ version, revocation }) => [version, revocation?.reason ?? null])
  expect(new Map(releases as [string, string | null][])).toEqual(
    new Map([...model.releases].map(([version, { revoked }]) => [version, revoked])),
  )
}

const missing = (model: ListingModel): boolean => model.status === "missing"

const create = fc.constant(
  step(
    "create",
    ({ owner, slug }) => owner.createListing({ slug }),
    (model) => (missing(model) ? 201 : "SLUG_TAKEN"),
    (model) => Object.assign(model, { status: "draft", wasPublic: false, deprecation: null, releases: new Map() }),
  ),
)

const publish = fc.tuple(fc.constantFrom(...versions), fc.constantFrom("One.", "Two.")).map(([version, notes]) =>
  step(
    `publish ${version} ${notes}`,
    ({ owner, slug }) => owner.publish(slug, { version, notes }),
    (model) => {
      const known = model.releases.get(version)
      if (missing(model)) return "NOT_FOUND"
      if (known === undefined) return 201
      return known.notes === notes ? 200 : "VERSION_EXISTS"
    },
    (model) => model.releases.set(version, model.releases.get(version) ?? { notes, revoked: null }),
  ),
)

const revoke = fc
  .tuple(fc.constantFrom(...versions), fc.constantFrom("security" as const, "broken" as const))
  .map(([version, reason]) =>
    step(
      `revoke ${version} for ${reason}`,
      ({ owner, slug }) => owner.revoke(slug, version, reason),
      (model) => {
        const known = model.releases.get(version)
        if (missing(model) || known === undefined) return "NOT_FOUND"
        return known.revoked === null || known.revoked === reason ? 200 : "INVALID_STATE_TRANSITION"
      },
      (model) => Object.assign(model.releases.get(version) ?? {}, { revoked: reason }),
    ),
  )

const setStatus = fc.constantFrom("draft" as const, "published" as const, "unlisted" as const).map((status) =>
  step(
    `make ${status}`,
    ({ owner, slug }) => owner.setStatus(slug, status),
    (model) => {
      if (missing(model)) return "NOT_FOUND"
      return model.status === status || status === "draft" || latestIn(model) !== null ? 200 : "NO_LIVE_RELEASE"
    },
    (model) => Object.assign(model, { status, wasPublic: model.wasPublic || status !== "draft" }),
  ),
)

const deprecate = fc.constantFrom("Old.", "Older.").map((message) =>
  step(
    `deprecate: ${message}`,
    ({ owner, slug }) => owner.deprecate(slug, { message }),
    (model) => (missing(model) ? "NOT_FOUND" : 200),
    (model) => Object.assign(model, { deprecation: message }),
  ),
)

const liftDeprecation = fc.constant(
  step(
    "lift the deprecation",
    ({ owner, slug }) => owner.request("DELETE", `/v1/listings/${slug}/deprecation`),
    (model) => (missing(model) ? "NOT_FOUND" : 200),
    (model) => Object.assign(model, { deprecation: null }),
  ),
)

const remove = fc.constant(
  step(
    "delete",
    ({ owner, slug }) => owner.deleteListing(slug),
    (model) => {
      if (missing(model)) return "NOT_FOUND"
      return model.wasPublic ? "LISTING_WAS_PUBLIC" : 200
    },
    (model) => {
      model.status = "missing"
      model.releases.clear()
    },
  ),
)

/** Walks through a listing's life. Most of them begin with a listing that is there. */
export const lives = fc.commands(
  [create, publish, publish, revoke, revoke, setStatus, setStatus, deprecate, liftDeprecation, remove],
  {
    maxCommands: 30,
  },
)
