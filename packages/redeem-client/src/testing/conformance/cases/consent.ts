import type { ConformanceCase } from "../case.ts"
import { CaseFailure, CaseSkipped } from "../verdict.ts"
import { expectUntouched } from "./expect.ts"

/** Who decides, and when. */
export const consentCases: readonly ConformanceCase[] = [
  {
    id: "installs-once",
    title: "installs what a valid token stands for, once",
    clause: "10_API_CONTRACTS.md#redeeming",
    expected:
      "The release on offer is installed once, for the person who is signed in, however often the form is sent.",
    async run(stage) {
      const { offer, browser, page } = await stage.arrive()
      await stage.accept(browser, page)
      await stage.expectInstalled(offer, 1)
      const [call] = stage.redeems(offer)
      if (call?.subject?.iss !== stage.people.buyer.iss || call.subject.sub !== stage.people.buyer.sub)
        throw new CaseFailure("It redeemed in the name of somebody else than the person signed in.")
      await stage.accept(browser, page)
      await stage.expectInstalled(offer, 1)
    },
  },
  {
    id: "asks-before-it-redeems",
    title: "redeems nothing before the buyer has said yes",
    clause: "40_SECURITY.md#installs",
    expected: "Opening the link and looking at the page that asks for consent consumes nothing.",
    async run(stage) {
      const offer = stage.offer()
      await stage.land(await stage.browser(stage.people.buyer), offer)
      await expectUntouched(stage, offer)
    },
  },
  {
    id: "own-rules-decide",
    title: "installs nothing its own rules forbid",
    clause: "40_SECURITY.md#installs",
    expected: "For a person without the right nothing is installed; what was redeemed is reported declined or failed.",
    async run(stage) {
      const { outsider } = stage.people
      if (outsider === null) throw new CaseSkipped("In this target everybody may install.")
      const offer = stage.offer({ buyer: outsider })
      const browser = await stage.browser(outsider)
      await stage.accept(browser, await stage.land(browser, offer))
      await stage.expectInstalled(offer, 0)
      await stage.eventually(() => {
        const { status, outcome } = stage.state(offer)
        return status === "redeemed" ? outcome === "declined" || outcome === "failed" : outcome === null
      }, "It redeemed an install that its rules forbid and did not report it declined.")
      await stage.expectInstalled(offer, 0)
    },
  },
  {
    id: "no-means-no",
    title: "installs nothing the buyer declines",
    clause: "10_API_CONTRACTS.md#the-outcome",
    expected: "After the button that declines nothing is installed; what was redeemed is reported declined.",
    async run(stage) {
      const { offer, browser, page } = await stage.arrive()
      await stage.decline(browser, page)
      await stage.expectInstalled(offer, 0)
      await stage.eventually(() => {
        const { status, outcome } = stage.state(offer)
        return status !== "redeemed" || outcome === "declined"
      }, "It redeemed an install that was declined and did not report that.")
      await stage.expectInstalled(offer, 0)
    },
  },
  {
    id: "wrong-buyer",
    title: "installs nothing that somebody else has started",
    clause: "40_SECURITY.md#installs",
    expected: "A link of another person installs nothing for who opens it, and stays good for its buyer.",
    async run(stage) {
      const { buyer, other } = stage.people
      const offer = stage.offer({ buyer })
      const browser = await stage.browser(other)
      await stage.accept(browser, await stage.land(browser, offer))
      await stage.expectInstalled(offer, 0)
      if (stage.state(offer).status !== "token_issued") throw new CaseFailure("The buyer's token was consumed.")
      const own = await stage.browser(buyer)
      await stage.accept(own, await stage.land(own, offer))
      await stage.expectInstalled(offer, 1)
    },
  },
  {
    id: "sign-in-first",
    title: "installs nothing for somebody who is not signed in",
    clause: "40_SECURITY.md#installs",
    expected: "A browser without a session redeems nothing.",
    async run(stage) {
      const offer = stage.offer()
      const stranger = await stage.browser(null)
      await stage.accept(stranger, await stage.land(stranger, offer))
      await expectUntouched(stage, offer)
      // Nor does a form help that somebody who is signed in was given.
      const member = await stage.browser(stage.people.buyer)
      await stage.accept(stranger, await stage.land(member, stage.offer()))
      await expectUntouched(stage, offer)
    },
  },
]
