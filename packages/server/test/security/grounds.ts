/** Whose ground a route stands on: who may come in, given that the thing it names is theirs. */
export type Ground =
  | "anyone"
  | "person"
  | "member"
  | "owner"
  | "buyer"
  | "tokenOwner"
  | "target"
  | "boundTarget"
  | "reader"
  | "moderator"
  | "admin"

/** Every route of the registry, written by hand: a new route fails the suite until somebody says whose it is. */
export const grounds: Readonly<Record<string, Ground>> = {
  "GET /.well-known/fleetprompt": "anyone",
  "GET /schema/manifest-v1.json": "anyone",
  "GET /openapi.json": "anyone",
  "GET /healthz": "anyone",
  "GET /readyz": "anyone",
  "GET /v1/limits": "anyone",
  "GET /v1/whoami": "person",
  "POST /v1/tokens": "person",
  "GET /v1/tokens": "person",
  "DELETE /v1/tokens/:tokenId": "tokenOwner",
  "POST /v1/tokens/report-leak": "anyone",
  "POST /v1/publishers": "person",
  "GET /v1/publishers/:handle": "anyone",
  "PATCH /v1/publishers/:handle": "owner",
  "GET /v1/publishers/:handle/members": "member",
  "PUT /v1/publishers/:handle/members/:userId": "owner",
  // A maintainer may leave, and here it is the maintainer who is named.
  "DELETE /v1/publishers/:handle/members/:userId": "member",
  "GET /v1/publishers/:handle/audit": "member",
  "GET /v1/publishers/:handle/changes.atom": "anyone",
  "GET /v1/listings": "anyone",
  "GET /v1/me/listings": "person",
  "POST /v1/listings": "member",
  "GET /v1/listings/:listingId": "anyone",
  "GET /v1/listings/:publisher/:name": "anyone",
  "PATCH /v1/listings/:publisher/:name": "member",
  "DELETE /v1/listings/:publisher/:name": "owner",
  "PUT /v1/listings/:publisher/:name/status": "member",
  "PUT /v1/listings/:publisher/:name/deprecation": "member",
  "DELETE /v1/listings/:publisher/:name/deprecation": "member",
  "POST /v1/listings/:publisher/:name/transfer": "owner",
  "POST /v1/listings/:publisher/:name/images": "member",
  "DELETE /v1/listings/:publisher/:name/images/:digest": "member",
  "GET /v1/images/:file": "anyone",
  "POST /v1/listings/:publisher/:name/releases": "member",
  "GET /v1/listings/:publisher/:name/releases": "anyone",
  "GET /v1/listings/:publisher/:name/releases/:version": "anyone",
  "POST /v1/listings/:publisher/:name/releases/:version/revocation": "member",
  "POST /v1/listings/:publisher/:name/reports": "anyone",
  "GET /v1/listings/:publisher/:name/suspension": "member",
  "PUT /v1/listings/:publisher/:name/appeal": "member",
  "GET /v1/targets": "anyone",
  "POST /v1/install-intents": "person",
  "GET /v1/install-intents": "person",
  "GET /v1/install-intents/:installIntentId": "buyer",
  "POST /v1/install-intents/introspect": "target",
  "POST /v1/install-intents/redeem": "target",
  "POST /v1/install-intents/:installIntentId/outcome": "boundTarget",
  "GET /v1/changes": "anyone",
  "GET /v1/changes.atom": "anyone",
  "GET /v1/admin/reports": "reader",
  "POST /v1/admin/reports/:reportId/resolution": "moderator",
  "GET /v1/admin/suspensions": "reader",
  "GET /v1/admin/listings/:publisher/:name": "reader",
  "PUT /v1/admin/listings/:publisher/:name/suspension": "moderator",
  "DELETE /v1/admin/listings/:publisher/:name/suspension": "moderator",
  "PUT /v1/admin/publishers/:handle/lock": "moderator",
  "DELETE /v1/admin/publishers/:handle/lock": "moderator",
  "PUT /v1/admin/publishers/:handle/verification": "moderator",
  "DELETE /v1/admin/publishers/:handle/verification": "moderator",
  "PUT /v1/admin/users/:userId/lock": "admin",
  "DELETE /v1/admin/users/:userId/lock": "admin",
  "PUT /v1/admin/users/:userId/role": "admin",
  "GET /v1/admin/audit": "reader",
}
