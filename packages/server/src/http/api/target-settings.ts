import {
  type AddedTargetCredential,
  addedTargetCredential,
  addTargetCredentialRequest,
  idOf,
  type RegisteredTarget,
  registeredTarget,
  registerTargetRequest,
  targetName,
  targetSettings as targetSettingsReply,
  targetSettingsList,
  updateTargetRequest,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { actorOf } from "../../domain/identity/actor.ts"
import { addCredential, targetSecretOf } from "../../domain/targets/add-credential.ts"
import { setTargetDisabled } from "../../domain/targets/disable.ts"
import { keyedTarget } from "../../domain/targets/get.ts"
import { listKeyedTargets } from "../../domain/targets/list.ts"
import { registerTarget } from "../../domain/targets/register.ts"
import { revokeCredential } from "../../domain/targets/revoke-credential.ts"
import type { KeyedTarget } from "../../domain/targets/target.ts"
import { updateTarget } from "../../domain/targets/update.ts"
import { moderator } from "../access.ts"
import { etagOf, expectedRowVersion } from "../etag.ts"
import { created, ok } from "../reply.ts"
import { route } from "../route.ts"
import { knownCredential, targetSettings } from "../shapes/target.ts"

const path = "/v1/targets/:name"
const params = z.object({ name: targetName })

const okTarget = (keyed: KeyedTarget) => ok(targetSettings(keyed), { etag: etagOf("tgt", keyed.target.rowVersion) })

/** What admins do to targets, and moderators see of them. */
export const targetSettingsRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: "/v1/targets",
    name: "targets.register",
    summary: "Register a target",
    replies: { 201: registeredTarget },
    keyed: "required",
    access: moderator("admin"),
    body: registerTargetRequest,
    async handle({ caller, requestId, body, claim: claimOf }) {
      const claim = claimOf(caller.user.userId)
      const command = { ...body, actor: actorOf(caller, requestId), claim }
      const { result: keyed, replayed } = await registerTarget(context, command)
      const [credential] = keyed.credentials
      const secret = credential === undefined ? null : targetSecretOf(context, credential, claim)
      const reply: RegisteredTarget = { target: targetSettings(keyed), secret }
      return created(reply, { replayed, location: `/v1/targets/${keyed.target.name}/settings` })
    },
  }),
  route({
    method: "GET",
    path: "/v1/targets/settings",
    name: "targets.listSettings",
    summary: "List all targets with their settings",
    replies: { 200: targetSettingsList },
    access: moderator("reader"),
    handle: async () => ok({ data: (await listKeyedTargets(context)).map(targetSettings) }),
  }),
  route({
    method: "GET",
    path: `${path}/settings`,
    name: "targets.getSettings",
    summary: "Read the settings of a target",
    replies: { 200: targetSettingsReply },
    hasEtag: true,
    access: moderator("reader"),
    params,
    handle: async ({ params: { name } }) => okTarget(await keyedTarget(context.store.read.targets, name)),
  }),
  route({
    method: "PATCH",
    path,
    name: "targets.update",
    summary: "Change the settings of a target",
    replies: { 200: targetSettingsReply },
    hasEtag: true,
    access: moderator("admin"),
    params,
    body: updateTargetRequest,
    async handle({ caller, requestId, params: { name }, body: patch, header }) {
      const expected = expectedRowVersion(header("if-match"), "tgt")
      const command = { actor: actorOf(caller, requestId), name, expectedRowVersion: expected, patch }
      return okTarget(await updateTarget(context, command))
    },
  }),
  ...switchRoutes(context),
  ...credentialRoutes(context),
]

const switchRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: `${path}/disable`,
    name: "targets.disable",
    summary: "Shut a target out and cancel what is open for it",
    replies: { 200: targetSettingsReply },
    access: moderator("admin"),
    params,
    async handle({ caller, requestId, params: { name } }) {
      return okTarget(await setTargetDisabled(context, { actor: actorOf(caller, requestId), name, disabled: true }))
    },
  }),
  route({
    method: "POST",
    path: `${path}/enable`,
    name: "targets.enable",
    summary: "Let a target in again",
    replies: { 200: targetSettingsReply },
    access: moderator("admin"),
    params,
    async handle({ caller, requestId, params: { name } }) {
      return okTarget(await setTargetDisabled(context, { actor: actorOf(caller, requestId), name, disabled: false }))
    },
  }),
]

const credentialRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: `${path}/credentials`,
    name: "targets.addCredential",
    summary: "Give a target its next key or secret",
    replies: { 201: addedTargetCredential },
    keyed: "required",
    access: moderator("admin"),
    params,
    body: addTargetCredentialRequest,
    async handle({ caller, requestId, params: { name }, body: { publicKey, overlapMs }, claim: claimOf }) {
      const claim = claimOf(caller.user.userId)
      const command = { actor: actorOf(caller, requestId), claim, name, publicKey, overlapMs }
      const { result: credential, replayed } = await addCredential(context, command)
      const reply: AddedTargetCredential = {
        credential: knownCredential(credential),
        secret: targetSecretOf(context, credential, claim),
      }
      return created(reply, { replayed })
    },
  }),
  route({
    method: "DELETE",
    path: `${path}/credentials/:credentialId`,
    name: "targets.revokeCredential",
    summary: "End a key or secret of a target at once",
    replies: { 200: targetSettingsReply },
    access: moderator("admin"),
    params: params.extend({ credentialId: idOf("targetCredential") }),
    async handle({ caller, requestId, params: { name, credentialId } }) {
      const command = { actor: actorOf(caller, requestId), name, credentialId }
      return okTarget(await revokeCredential(context, command))
    },
  }),
]
