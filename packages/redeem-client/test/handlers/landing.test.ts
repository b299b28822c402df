import { runInNewContext } from "node:vm"
import { describe, expect, it } from "vitest"
import { handoffRegistry, handoffTarget } from "../support/handoff.ts"

describe("the landing page", () => {
  it("takes the link out of the address before anything else", async () => {
    const page = await (await handoffTarget(handoffRegistry()).routes.landing()).text()
    const script = /<script[^>]*>([^]*?)<\/script>/.exec(page)?.[1] ?? ""
    expect(script.split("\n").slice(0, 2)).toEqual([
      "const link = location.hash",
      'history.replaceState(null, "", location.pathname)',
    ])
  })

  it.each([
    ["/fleetprompt/install", "/fleetprompt/install/confirm"],
    ["/fleetprompt/install/", "/fleetprompt/install/confirm"],
  ])("at %s posts the link to itself and goes on", async (pathname, next) => {
    const { steps } = await runLanding({ pathname, hash: "#fp_token=t" }, () => Response.json({}))
    expect(steps).toEqual([
      ["replaceState", pathname],
      ["fetch", pathname, '{"link":"#fp_token=t"}'],
      ["go", next],
    ])
  })

  it("without a link only goes on, as after a reload", async () => {
    const { steps } = await runLanding({ pathname: "/x", hash: "" }, () => Response.json({}))
    expect(steps).toEqual([
      ["replaceState", "/x"],
      ["go", "/x/confirm"],
    ])
  })

  it.each([
    ["in the target's words where it has some", () => Response.json({ message: "No." }, { status: 400 }), "No."],
    ["in general where the answer is not its own", () => new Response("<h1>", { status: 502 }), "This is no install"],
    ["in general where there is no answer", () => Promise.reject(new Error("offline")), "This is no install"],
  ])("says that a link was not taken %s, and goes nowhere", async (_what, answer, message) => {
    const { steps, failed } = await runLanding({ pathname: "/x", hash: "#fp_token=t" }, answer)
    expect(steps.map(([step]) => step)).toEqual(["replaceState", "fetch"])
    expect(failed).toEqual({ hidden: false, textContent: expect.stringContaining(message) })
  })

  it("offers to paste the link where there is no JavaScript", async () => {
    const page = await (await handoffTarget(handoffRegistry()).routes.landing()).text()
    expect(/<noscript>([^]*?)<\/noscript>/.exec(page)?.[1]).toMatch(/<label for="link">[^]*<textarea id="link"/)
    // Without an address of its own, it would carry the fragment on to where it is redirected.
    expect(page).toContain('<form method="post" action="install">')
  })
})

/** Runs the landing page's script with as much of a browser as it uses. */
async function runLanding(at: { pathname: string; hash: string }, answer: () => Response | Promise<Response>) {
  const page = await (await handoffTarget(handoffRegistry()).routes.landing()).text()
  const [, script = ""] = /<script[^>]*>([^]*?)<\/script>/.exec(page) ?? []
  const steps: string[][] = []
  const failed = { hidden: true, textContent: /id="failed"[^>]*>([^<]*)/.exec(page)?.[1] }
  const elements: Record<string, object> = { failed, moment: { hidden: true } }
  await runInNewContext(`(async () => {${script}})()`, {
    Error,
    location: { ...at, replace: (path: string) => steps.push(["go", path]) },
    history: { replaceState: (_state: null, _title: string, path: string) => steps.push(["replaceState", path]) },
    document: { getElementById: (id: string) => elements[id] },
    async fetch(path: string, { body }: { body: string }) {
      steps.push(["fetch", path, body])
      return await answer()
    },
  })
  return { steps, failed }
}
