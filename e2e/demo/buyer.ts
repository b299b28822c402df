import { createRedeemer, memoryStore } from "@fleetprompt/redeem-client"
import { FleetPrompt, type IssuedInstall } from "@fleetprompt/sdk"
import { Browser } from "../support/browser.ts"
import { cliIn } from "../support/cli.ts"
import type { Registry } from "../support/registry.ts"
import type { ExampleTarget } from "../support/target.ts"
import { expectCode, expectThat } from "./expect.ts"
import type { Transcript } from "./transcript.ts"

export interface Buyer {
  readonly token: string
  readonly sub: string
}

/** Finds something to install and takes the link. */
export async function takeInstallLink(registry: Registry, buyer: Buyer, say: Transcript): Promise<IssuedInstall> {
  const fleetprompt = cliIn(process.cwd(), registry, buyer.token)
  const found = expectCode(await fleetprompt("search", "support", "tickets"), 0)
  say.command("fleetprompt search support tickets", found.stdout)
  const taken = expectCode(await fleetprompt("install", "acme/support-triage", "--target", "whs", "--json"), 0)
  const issued: IssuedInstall = JSON.parse(taken.stdout)
  const shown = issued.link.replace(issued.installToken, `${issued.installToken.slice(0, 9)}…`)
  say.command("fleetprompt install acme/support-triage --target whs", shown)
  return issued
}

/** Opens the link in the target, signs in there, confirms, and reads back what the registry knows. */
export async function installInTarget(
  registry: Registry,
  target: ExampleTarget,
  buyer: Buyer,
  issued: IssuedInstall,
  say: Transcript,
): Promise<void> {
  const browser = new Browser()
  await browser.follow(issued.link)
  say.output((await browser.submit(`${target.url}/sign-in`, { member: buyer.sub })).text)
  const accepted = await browser.press("install")
  say.output(accepted.text)
  expectThat(accepted.status === 200, "the target imports the agent")
  const client = new FleetPrompt({ baseUrl: registry.url, token: buyer.token })
  const { status, outcome } = await client.installs.get(issued.intent.installIntentId)
  say.fact(`The registry's record of the install: status ${status}, outcome ${outcome}.`)
  expectThat(status === "redeemed" && outcome === "completed", "the intent is redeemed and its outcome completed")
}

/** Somebody who got hold of the spent token, and even of the target's secret, gets nothing. */
export async function redeemAgain(
  registry: Registry,
  target: ExampleTarget,
  buyer: Buyer & { iss: string },
  issued: IssuedInstall,
  say: Transcript,
): Promise<void> {
  const redeemer = createRedeemer({
    registry: registry.url,
    credential: { secret: target.secret },
    store: memoryStore(),
  })
  const second = await redeemer.redeem(issued.installToken, { iss: buyer.iss, sub: buyer.sub })
  expectThat(!second.ok && second.reason === "already_redeemed", "a second redemption is refused")
  if (!second.ok) say.fact(`Refused, ${second.reason}: ${second.message}`)
}
