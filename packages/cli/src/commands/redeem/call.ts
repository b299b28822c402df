import { isErrorCode, problem, errorCatalog } from "@fleetprompt/sdk/contracts"
import type * as z from "zod"
import { transportOf } from "../../config/client.ts"
import type { Context } from "../../context.ts"
import { CliError } from "../../errors.ts"
import { cliVersion } from "../../version.ts"
import { assertionFor, type TargetKey } from "./assertion.ts"
import { parseJson } from "../../parse-json.ts"

/** How a target proves who it is. */
export type TargetProof = { readonly secret: string } | { readonly targetId: string; readonly key: TargetKey }

const timeoutMsDefault = 15_000

/**
 * Posts to the registry as a target does, once: what this is for is to see what comes back.
 * @throws CliError for a refusal, told as the registry words it.
 */
export async function callAsTarget<Schema extends z.ZodType>(
  context: Context,
  proof: TargetProof,
  path: string,
  value: object,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { io, globals, registryUrl } = context
  const url = registryUrl + path
  const body = JSON.stringify(value)
  const bearer =
    "secret" in proof
      ? proof.secret
      : await assertionFor(proof.key, { targetId: proof.targetId, method: "POST", url, body, nowMs: io.nowMs() })
  const send = await transportOf(io)
  const timeout = AbortSignal.timeout((globals.timeout ?? timeoutMsDefault / 1_000) * 1_000)
  const reply = await send(url, {
    method: "POST",
    body,
    headers: {
      authorization: `Bearer ${bearer}`,
      "content-type": "application/json",
      "user-agent": `fleetprompt-cli/${cliVersion}`,
    },
    signal: AbortSignal.any([timeout, io.interrupted]),
  }).catch((error: unknown) => {
    throw io.interrupted.aborted ? error : unreached(registryUrl)
  })
  const told = parseJson(await textOf(reply))
  if (reply.status >= 200 && reply.status < 300) {
    const parsed = schema.safeParse(told)
    if (parsed.success) return parsed.data
  }
  throw refusal(told, reply.status, registryUrl)
}

/** No more of a reply is read than any of these can hold. */
const replyBytesMax = 262_144

async function textOf({ body }: Response): Promise<string> {
  const reader = body?.getReader()
  const chunks: Uint8Array[] = []
  let bytes = 0
  for (let chunk = await reader?.read(); chunk !== undefined && !chunk.done; chunk = await reader?.read()) {
    bytes += chunk.value.byteLength
    if (bytes > replyBytesMax) break
    chunks.push(chunk.value)
  }
  return Buffer.concat(chunks).toString()
}

function refusal(told: unknown, status: number, registryUrl: string): CliError {
  const parsed = problem.safeParse(told)
  if (parsed.success && isErrorCode(parsed.data.code)) {
    const { code, detail, errors } = parsed.data
    return new CliError({ code, message: detail, remedy: errorCatalog[code].remedy, findings: errors })
  }
  return new CliError({
    code: "UNAVAILABLE",
    message: `${registryUrl} answered ${status}, but not as a registry does.`,
    remedy: "Check the address: --registry or FLEETPROMPT_URL.",
  })
}

const unreached = (registryUrl: string) =>
  new CliError({
    code: "UNAVAILABLE",
    message: `${registryUrl} could not be reached. Whether the token was redeemed is unknown.`,
    remedy: "Run the command again with the same --redemption-id; that is safe.",
  })
