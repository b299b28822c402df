import { createHash, createPublicKey, type JsonWebKey, verify } from "node:crypto"
import { type Answer, bob, eve, type RegistryUnderTest } from "./registry-under-test.ts"
import { asked, inTurn, introspect, redeem, type Scenario } from "./steps.ts"

const verifier = "a-verifier-of-43-to-128-characters-0123456789"
const codeChallenge = createHash("sha256").update(verifier).digest("base64url")

const ask = (registry: RegistryUnderTest, body: unknown) => registry.send("POST", "/v1/handoffs", { body })
const feed = (registry: RegistryUnderTest, query: string) =>
  registry.send("GET", `/v1/revocations${query}`, { as: "nobody" })
const discover = (registry: RegistryUnderTest) => registry.send("GET", "/.well-known/fleetprompt", { as: "nobody" })

/** The same answer with what is signed in it opened, and whether the registry's own key says so. */
async function opened(registry: RegistryUnderTest, answer: Answer): Promise<Answer> {
  const { signingKeys } = (await discover(registry)).body as { signingKeys: (JsonWebKey & { kid: string })[] }
  const [head = "", payload = "", signature = ""] = (answer.body as { jws: string }).jws.split(".")
  const { kid, ...header } = decoded(head)
  const key = createPublicKey({ key: signingKeys.find((each) => each.kid === kid) ?? {}, format: "jwk" })
  const holds = verify(null, Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, "base64url"))
  return { ...answer, body: { holds, header, page: decoded(payload) } }
}

const nextAfterOf = ({ body }: Answer): number =>
  Number(decoded((body as { jws: string }).jws.split(".")[1] ?? "")["nextAfter"])

const decoded = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, "base64url").toString())

/** What a target asks for besides, and what it follows. */
export const targetScenarios: readonly Scenario[] = [
  {
    title: "an install the target asked for: without its verifier, with another, as somebody else, as it should be",
    replies: [
      "201",
      "403 CODE_VERIFIER_MISMATCH",
      "403 CODE_VERIFIER_MISMATCH",
      "403 BUYER_MISMATCH",
      "200",
      "200",
      "409 INSTALL_TOKEN_REDEEMED",
    ],
    async play(registry) {
      const handoff = await ask(registry, { codeChallenge, state: "s-1", targetContext: { roomId: "room-7" } })
      const { handoffId } = handoff.body as { handoffId: string }
      const { token } = await registry.start({ handoffId })
      const request = asked(token)
      const answers = await inTurn(
        () => redeem(registry, request),
        () => redeem(registry, { ...request, codeVerifier: verifier.toUpperCase() }),
        () => redeem(registry, { ...request, codeVerifier: verifier, subject: eve }),
        () => redeem(registry, { ...request, codeVerifier: verifier }),
        () => redeem(registry, { ...request, codeVerifier: verifier }),
        () => redeem(registry, request),
      )
      return [handoff, ...answers]
    },
  },
  {
    title: "a verifier for an install nobody asked for, and verifiers and challenges that are none",
    replies: [
      "403 CODE_VERIFIER_MISMATCH",
      "422 VALIDATION_FAILED",
      "422 VALIDATION_FAILED",
      "422 VALIDATION_FAILED",
      "422 VALIDATION_FAILED",
    ],
    async play(registry) {
      const { token } = await registry.start()
      return inTurn(
        () => redeem(registry, { ...asked(token), codeVerifier: verifier }),
        () => redeem(registry, { ...asked(token), codeVerifier: "short" }),
        () => ask(registry, {}),
        () => ask(registry, { codeChallenge: verifier, state: "not safe" }),
        () => ask(registry, { codeChallenge, targetContext: { email: "b@example.com" } }),
      )
    },
  },
  {
    title: "what the registry knows of a target, and what the target says it runs",
    replies: ["200", "200", "200", "422 VALIDATION_FAILED", "200"],
    play: (registry) =>
      inTurn(
        () => registry.send("GET", "/v1/targets/self"),
        () => registry.send("GET", "/v1/targets/self", { as: "signing" }),
        () => registry.send("PUT", "/v1/targets/self/versions", { body: { systemVersions: { whs: "2.3.0" } } }),
        () => registry.send("PUT", "/v1/targets/self/versions", { body: { systemVersions: { windows: "11" } } }),
        () => registry.send("PUT", "/v1/targets/self/versions", { body: { systemVersions: {} } }),
      ),
  },
  {
    title: "what the registry says of itself",
    replies: ["200"],
    async play(registry) {
      const { body, ...answer } = await discover(registry)
      const { signingKeys, ...rest } = body as { signingKeys: Record<string, unknown>[] }
      const keys = signingKeys.map(({ kid, x, ...key }) => ({
        ...key,
        lengths: [String(kid).length, String(x).length],
      }))
      // Whose CI may publish is nothing a target asks.
      return [{ ...answer, body: { ...rest, trustedPublishing: undefined, keys } }]
    },
  },
  {
    title: "the feed of what was revoked, in pages, and a query that is none",
    replies: ["200", "200", "200", "400 INVALID_REQUEST", "400 INVALID_REQUEST"],
    async play(registry) {
      const after = nextAfterOf(await feed(registry, ""))
      await registry.start({ listing: "acme/withdrawn" })
      await registry.start({ listing: "acme/paused" })
      await registry.revoke("acme/withdrawn")
      await registry.suspend("acme/paused")
      await registry.restore("acme/paused")
      const pages = await inTurn(
        () => feed(registry, `?after=${after}`),
        () => feed(registry, `?after=${after}&limit=2`),
        () => feed(registry, `?after=${after + 3}`),
      )
      return [
        ...(await Promise.all(pages.map((page) => opened(registry, page)))),
        await feed(registry, "?after=-1"),
        await feed(registry, "?limit=501"),
      ]
    },
  },
  {
    title: "the receipt of a release, as it was, revoked, of a suspended listing, and of none",
    replies: ["200", "200", "404 NOT_FOUND", "200", "404 NOT_FOUND"],
    async play(registry) {
      const receipt = (listing: string, version = "1.0.0") =>
        registry.send("GET", `/v1/listings/${listing}/releases/${version}/receipt`, { as: "nobody" })
      await registry.start({ listing: "acme/signed" })
      const first = await receipt("acme/signed")
      await registry.revoke("acme/signed")
      const revoked = await receipt("acme/signed")
      await registry.suspend("acme/signed")
      const suspended = await receipt("acme/signed")
      await registry.restore("acme/signed")
      const answers = [await receipt("acme/signed"), await receipt("acme/signed", "9.9.9")]
      const [again, unknown] = answers as [Answer, Answer]
      const shown = await Promise.all([first, revoked, again].map((answer) => opened(registry, answer)))
      const [one, two, three] = shown as [Answer, Answer, Answer]
      return [one, two, suspended, three, unknown]
    },
  },
  {
    title: "a target that was disabled, with an install that was open",
    replies: ["403 TARGET_DISABLED", "403 TARGET_DISABLED"],
    async play(registry) {
      const { token } = await registry.start({ target: "whs-staging" })
      await registry.disable("whs-staging")
      return inTurn(
        () => redeem(registry, asked(token), { as: "whs-staging" }),
        () => introspect(registry, { token, subject: bob }, { as: "whs-staging" }),
      )
    },
  },
]
