import { randomUUID } from "node:crypto"
import type { Report, TargetSettings } from "@fleetprompt/sdk/contracts"
import { browserOf } from "../support/web-session.ts"
import { type AuditedRoute, route, type Scene } from "./audited-route.ts"

type Writes = AuditedRoute["writes"]

/** Sends one form as the admin, after what must be so before. */
const sending = (
  writes: Writes,
  path: (scene: Scene) => string | Promise<string>,
  fields: (scene: Scene) => Record<string, string> | Promise<Record<string, string>>,
  before: (scene: Scene) => Promise<unknown> = () => Promise.resolve(),
): AuditedRoute =>
  route(writes, async (scene) => {
    const [at, form] = [await path(scene), await fields(scene)]
    await before(scene)
    const browser = await browserOf(scene.registry, scene.admin)
    return () => browser.send(at, form)
  })

const slugOf = ({ handle }: Scene) => `${handle}/one`
const shelve = (scene: Scene) => scene.alice.shelve(slugOf(scene))
const api = (scene: Scene, method: "PUT" | "POST", path: string, body: unknown) =>
  scene.admin.request(method, `/v1/admin/${path}`, body)

async function suspend(scene: Scene): Promise<void> {
  await shelve(scene)
  await api(scene, "PUT", `listings/${slugOf(scene)}/suspension`, { reason: "spam" })
}

async function reported(scene: Scene): Promise<string> {
  await shelve(scene)
  await scene.bob.request("POST", `/v1/listings/${slugOf(scene)}/reports`, { reason: "spam" })
  const { body } = await scene.admin.get<{ data: Report[] }>("/v1/admin/reports?limit=100")
  return `/admin/listings/${slugOf(scene)}/reports/${body.data.at(-1)?.reportId}`
}

const inListing = (rest: string) => (scene: Scene) => `/admin/listings/${slugOf(scene)}/${rest}`
const inPublisher = (rest: string) => (scene: Scene) => `/admin/publishers/${scene.handle}/${rest}`
const inTarget = (rest: string) => (scene: Scene) => `/admin/targets/${scene.handle}${rest}`
const inPerson = (rest: string) => async (scene: Scene) => `/admin/people/${await scene.bob.userId()}/${rest}`
const addTarget = ({ registry, handle }: Scene) => registry.target(handle)
const settings = {
  landingUrl: "https://other.example/install",
  assetKinds: "whs_agent",
  tokenMinutesMax: "15",
  requireBuyerMatch: "yes",
  authentication: "secret",
  rowVersion: "1",
}

/** What the forms of moderators write. */
export const auditedAdmin: Record<string, AuditedRoute> = {
  "POST /admin/listings/:publisher/:name/suspension": sending(
    ["listing.suspended"],
    inListing("suspension"),
    (scene) => ({ reason: "spam", note: "", confirm: slugOf(scene) }),
    shelve,
  ),
  "POST /admin/listings/:publisher/:name/restoration": sending(
    ["listing.restored"],
    inListing("restoration"),
    () => ({}),
    suspend,
  ),
  "POST /admin/listings/:publisher/:name/reports/:reportId": sending(["report.resolved"], reported, () => ({
    action: "dismissed",
    note: "",
  })),
  "POST /admin/publishers/:handle/lock": sending(
    ["publisher.locked"],
    inPublisher("lock"),
    ({ handle }) => ({ reason: "spam", confirm: handle }),
    ({ alice, handle }) => alice.claim(handle),
  ),
  "POST /admin/publishers/:handle/unlock": sending(
    ["publisher.unlocked"],
    inPublisher("unlock"),
    () => ({}),
    async (scene) => {
      await scene.alice.claim(scene.handle)
      await api(scene, "PUT", `publishers/${scene.handle}/lock`, { reason: "spam" })
    },
  ),
  "POST /admin/publishers/:handle/verification": sending(
    ["publisher.verified"],
    inPublisher("verification"),
    () => ({ method: "dns" }),
    ({ alice, handle }) => alice.claim(handle),
  ),
  "POST /admin/people/:userId/lock": sending(["user.locked"], inPerson("lock"), async ({ bob }) => ({
    reason: "spam",
    confirm: await bob.userId(),
  })),
  "POST /admin/people/:userId/unlock": sending(
    ["user.unlocked"],
    inPerson("unlock"),
    () => ({}),
    async (scene) => api(scene, "PUT", `users/${await scene.bob.userId()}/lock`, { reason: "spam" }),
  ),
  "POST /admin/people/:userId/role": sending(["user.role_changed"], inPerson("role"), () => ({ role: "reader" })),
  "POST /admin/new-target": sending(
    ["target.registered", "target.credential_added"],
    () => "/admin/new-target",
    ({ handle }) => ({
      name: handle,
      targetSystem: "whs",
      landingUrl: "https://whs.example/install",
      key: randomUUID(),
    }),
  ),
  "POST /admin/targets/:name": sending(["target.updated"], inTarget(""), () => settings, addTarget),
  "POST /admin/targets/:name/disable": sending(
    ["target.disabled"],
    inTarget("/disable"),
    ({ handle }) => ({ confirm: handle }),
    addTarget,
  ),
  "POST /admin/targets/:name/enable": sending(
    ["target.enabled"],
    inTarget("/enable"),
    () => ({}),
    async (scene) => {
      await addTarget(scene)
      await scene.admin.request("POST", `/v1/targets/${scene.handle}/disable`)
    },
  ),
  "POST /admin/targets/:name/credentials": sending(
    ["target.credential_added"],
    inTarget("/credentials"),
    () => ({ overlapDays: "7", key: randomUUID() }),
    addTarget,
  ),
  "POST /admin/targets/:name/credentials/:credentialId/revocation": sending(
    ["target.credential_revoked"],
    async ({ registry, admin, handle }) => {
      await registry.target(handle)
      const { body } = await admin.get<TargetSettings>(`/v1/targets/${handle}/settings`)
      return `/admin/targets/${handle}/credentials/${body.credentials[0]?.credentialId}/revocation`
    },
    ({ handle }) => ({ confirm: handle }),
  ),
}
