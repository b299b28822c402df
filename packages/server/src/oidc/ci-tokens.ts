import { type ClaimVerdict, limits } from "@fleetprompt/sdk/contracts"
import { compactVerify, errors, type JWTVerifyGetKey } from "jose"
import * as z from "zod"
import { decodeCanonical } from "../canonical-base64url.ts"
import type { Log } from "../domain/context.ts"
import type { CiIssuer, CiTokens, CiVerdict } from "../domain/trusted-publishing/claims.ts"
import { ciClockSkewMs } from "../domain/trusted-publishing/exchange.ts"
import { parseStrictJson } from "../strict-json.ts"
import { readCiClaims } from "./ci-claims.ts"
import { type KeyPatience, type SigningKeys, signingKeys } from "./signing-keys.ts"

/** The CI systems an operator lets publish. */
export interface CiConfig {
  /** What must stand in `aud`: this registry. */
  readonly audience: string
  readonly issuers: readonly CiIssuer[]
}

/**
 * How long a token may be made for, in seconds. GitHub's live for minutes; GitLab's for as long as the job may run.
 * It bounds how long a token that was exchanged has to be remembered.
 */
const lifetimeSMax = { github: 900, gitlab: 86_400, oidc: 3_600 } as const

const toleranceS = ciClockSkewMs / 1_000

const patience: KeyPatience = { cooldownMs: 60_000, staleMsMax: 86_400_000 }

const header = z.object({ alg: z.string().max(16), kid: z.string().min(1).max(256) })

const registered = z.object({
  iss: z.string(),
  aud: z.string(),
  iat: z.number(),
  nbf: z.number().optional(),
  exp: z.number().max(Number.MAX_SAFE_INTEGER / 1_000),
})

/** Checks 1 to 5 of an exchange. No word of a token leads anywhere but to the issuers the operator named. */
export function ciTokens({ audience, issuers }: CiConfig, nowMs: () => number, log: Log): CiTokens {
  const keysOf = new Map(
    issuers.map(({ issuer }) => [issuer, signingKeys({ issuer, jwksUrl: undefined }, nowMs, log, patience)]),
  )
  return {
    audience,
    issuers,
    async verify(token) {
      const parts = partsOf(token)
      if (parts === undefined)
        return rejected("It is not three parts of base64url with a JSON object in the first two.")
      const found = issuers.find(({ issuer }) => issuer === parts.payload["iss"])
      const keys = found && keysOf.get(found.issuer)
      if (found === undefined || keys === undefined) {
        const expected = issuers.map(({ issuer }) => issuer).join(" or ")
        return rejected("Its issuer is not one this registry takes tokens of.", [claim("iss", expected, parts.payload)])
      }
      return (
        refusedHeader(parts.header) ??
        (await checked(token, keys, found.issuer)) ??
        refusedClaims(found, audience, parts.payload, nowMs() / 1_000) ??
        read(found, parts.payload)
      )
    },
  }
}

type Payload = Readonly<Record<string, unknown>>

const jsonObject = z.record(z.string(), z.unknown())

/** Check 1. JSON without double keys: two readers must not be able to see two things in one token. */
function partsOf(token: string): { header: Payload; payload: Payload } | undefined {
  const parts = token.split(".")
  if (token.length > limits.accessTokenBytesMax || parts.length !== 3) return undefined
  try {
    const [head = "", payload = "", signature = ""] = parts.map(decodeCanonical)
    if (signature === "") return undefined
    return { header: jsonObject.parse(parseStrictJson(head)), payload: jsonObject.parse(parseStrictJson(payload)) }
  } catch {
    return undefined
  }
}

/** Check 3, and of check 4 the algorithm: RS256 is what CI systems sign with, and a list of one leaves no choice. */
function refusedHeader(given: Payload): CiVerdict | undefined {
  const parsed = header.safeParse(given)
  if (!parsed.success) return rejected("Its header does not name its key.", [claim("kid", "the name of a key", given)])
  if (parsed.data.alg === "RS256") return undefined
  return rejected("It is not signed with RS256.", [claim("alg", "RS256", given)])
}

/** The signature, by a key of the issuer's; newer keys are asked for where it names one we do not know. */
async function checked(token: string, keys: SigningKeys, issuer: string): Promise<CiVerdict | undefined> {
  const current = await keys.current()
  if (current === undefined) return { kind: "unavailable" }
  const first = await isSigned(token, current)
  if (first === true) return undefined
  if (first === false) return rejected(`It is not signed by ${issuer}.`)
  const refreshed = await keys.refreshed()
  if (refreshed === undefined) return { kind: "unavailable" }
  return (await isSigned(token, refreshed)) === true ? undefined : rejected(`It is not signed by a key of ${issuer}.`)
}

/** Undefined where none of the keys has the name of the token's. The times are looked at apart, to say which is wrong. */
async function isSigned(token: string, keys: JWTVerifyGetKey): Promise<boolean | undefined> {
  try {
    await compactVerify(token, keys, { algorithms: ["RS256"] })
    return true
  } catch (error) {
    return error instanceof errors.JWKSNoMatchingKey ? undefined : false
  }
}

/** The rest of check 4: for whom it was made, and for when. */
function refusedClaims(
  { provider }: CiIssuer,
  audience: string,
  payload: Payload,
  nowS: number,
): CiVerdict | undefined {
  // A list of audiences would make one token good for several registries.
  if (payload["aud"] !== audience) return rejected("It was made for somebody else.", [claim("aud", audience, payload)])
  const parsed = registered.safeParse(payload)
  if (!parsed.success) {
    return rejected("Its times are not there.", [claim("exp", "a time", payload), claim("iat", "a time", payload)])
  }
  const { iat, exp, nbf = iat } = parsed.data
  const now = `about ${Math.floor(nowS)}`
  if (exp + toleranceS <= nowS) return rejected("It has expired.", [claim("exp", `after ${now}`, payload)])
  if (iat > nowS + toleranceS) return rejected("It was issued in the future.", [claim("iat", `by ${now}`, payload)])
  if (nbf > nowS + toleranceS) return rejected("It is not valid yet.", [claim("nbf", `by ${now}`, payload)])
  const lifeS = lifetimeSMax[provider]
  if (exp - iat <= lifeS) return undefined
  return rejected("It was made for too long.", [claim("exp", `at most ${lifeS} s after iat (${iat})`, payload)])
}

function read(issuer: CiIssuer, payload: Payload): CiVerdict {
  const claims = readCiClaims(issuer, payload)
  if (!("missing" in claims)) return { kind: "verified", claims }
  const asked = claims.missing.map((name) => claim(name, "a line of text", payload))
  return rejected(`It lacks what says which run it is of: ${claims.missing.join(", ")}.`, asked)
}

const rejected = (detail: string, claims: readonly ClaimVerdict[] = []): CiVerdict => ({
  kind: "rejected",
  rejection: { detail: `The token of the CI is not taken. ${detail}`, claims },
})

const claim = (name: string, expected: string, given: Payload): ClaimVerdict => ({
  claim: name,
  expected,
  got: presentable(given[name]),
  matches: false,
})

/** What came, in a form fit to be printed: short, visible, and null where there is nothing. */
function presentable(value: unknown): string | null {
  if (value === undefined) return null
  const text = typeof value === "string" ? value : JSON.stringify(value)
  return text.slice(0, limits.ciClaimLengthMax).replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, "\ufffd")
}
