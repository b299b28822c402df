import type { ConformanceCase } from "../case.ts"
import type { Offer, Stage } from "../stage.ts"
import { receive } from "../stage.ts"
import { CaseFailure } from "../verdict.ts"
import { newCredential } from "../../registry/mint.ts"

/** A token that ends between the page that asks for consent and the answer, and one that has ended before. */
const ended = (
  of: Pick<ConformanceCase, "id" | "title" | "expected">,
  end: (stage: Stage, offer: Offer) => void,
): ConformanceCase => ({
  ...of,
  clause: "10_API_CONTRACTS.md#redeeming",
  async run(stage) {
    const [late, dead] = [stage.offer(), stage.offer()]
    const browser = await stage.browser(stage.people.buyer)
    const page = await stage.land(browser, late)
    end(stage, late)
    await stage.accept(browser, page)
    await stage.expectInstalled(late, 0)
    end(stage, dead)
    await stage.accept(browser, await stage.land(browser, dead))
    await stage.expectInstalled(dead, 0)
  },
})

/** Tokens that are not, or no longer, good. */
export const tokenCases: readonly ConformanceCase[] = [
  ended(
    {
      id: "expired-token",
      title: "installs nothing for a token whose time is over",
      expected: "Nothing is installed once the registry calls the token expired.",
    },
    ({ registry }, { installIntentId }) => registry.expire(installIntentId),
  ),
  ended(
    {
      id: "canceled-install",
      title: "installs nothing the buyer has canceled at the registry",
      expected: "Nothing is installed once the registry calls the install canceled.",
    },
    ({ registry }, { installIntentId }) => registry.cancel(installIntentId),
  ),
  ended(
    {
      id: "revoked-in-between",
      title: "installs nothing that was revoked before it was redeemed",
      expected: "Nothing is installed of a release that was revoked while the buyer was reading.",
    },
    ({ registry }, { slug, version }) => registry.revokeRelease(slug, version),
  ),
  ended(
    {
      id: "spent-token",
      title: "installs nothing for a token that was spent elsewhere",
      expected: "A redemption made under another redemptionId is not this target's to install.",
    },
    ({ registry }, { installIntentId }) => void registry.spend(installIntentId),
  ),
  {
    id: "reissued-token",
    title: "takes the last token of an install and no other",
    clause: "10_API_CONTRACTS.md#installing",
    expected: "The token before a reissue installs nothing, the one after it does.",
    async run(stage) {
      const old = stage.offer()
      const fresh = { ...old, ...stage.registry.reissue(old.installIntentId) }
      const browser = await stage.browser(stage.people.buyer)
      await stage.accept(browser, await stage.land(browser, old))
      await stage.expectInstalled(old, 0)
      await stage.accept(browser, await stage.land(browser, fresh))
      await stage.expectInstalled(fresh, 1)
    },
  },
  {
    id: "unknown-token",
    title: "installs nothing for a token the registry does not know for it",
    clause: "10_API_CONTRACTS.md#redeeming",
    expected: "A token that was never issued, and one of another target, install nothing.",
    async run(stage) {
      const browser = await stage.browser(stage.people.buyer)
      const unknown = { token: newCredential("fpit"), issuer: stage.registry.url }
      await stage.accept(browser, await receive(stage.target, browser, unknown))
      stage.registry.registerTarget({ name: "elsewhere", landingUrl: stage.target.landingUrl })
      const foreign = stage.offer({ target: "elsewhere" })
      await stage.accept(browser, await stage.land(browser, foreign))
      await stage.expectInstalled(foreign, 0)
      if ((await stage.target.installs()).length > 0)
        throw new CaseFailure("It installed something for an unknown token.")
    },
  },
  {
    id: "malformed-token",
    title: "asks nobody about what is not a whole token",
    clause: "40_SECURITY.md#credentials",
    expected: "A token that was cut short or mistyped is refused by its checksum, without a call to the registry.",
    async run(stage) {
      const offer = stage.offer()
      const last = offer.token.endsWith("0") ? "1" : "0"
      for (const token of [offer.token.slice(0, -1), offer.token.slice(0, -1) + last, "", "fpit_"]) {
        const browser = await stage.browser(stage.people.buyer)
        const arrival = { token, issuer: stage.registry.url }
        await stage.accept(browser, await receive(stage.target, browser, arrival))
      }
      await stage.expectInstalled(offer, 0)
      const asked = stage.registry.calls.filter(({ route }) => route === "introspect" || route === "redeem")
      if (asked.length > 0) throw new CaseFailure(`It asked the registry ${asked.length} times.`)
    },
  },
  {
    id: "other-issuer",
    title: "takes no link of another registry",
    clause: "10_API_CONTRACTS.md#installing",
    expected: "A link that names another issuer is refused before its token is sent anywhere.",
    async run(stage) {
      const offer = stage.offer()
      const browser = await stage.browser(stage.people.buyer)
      const arrival = { token: offer.token, issuer: "https://registry.evil.example" }
      await stage.accept(browser, await receive(stage.target, browser, arrival))
      const asked = stage.registry.calls.filter((call) => call.installIntentId === offer.installIntentId)
      if (asked.length > 0) throw new CaseFailure("It sent the token to its registry although the link names another.")
      await stage.expectInstalled(offer, 0)
    },
  },
]
