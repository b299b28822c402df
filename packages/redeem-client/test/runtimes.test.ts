import { execFile } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { EdgeVM } from "@edge-runtime/vm"
import { build } from "esbuild"
import { describe, expect, it, onTestFinished } from "vitest"
import { newInstallToken } from "./support/credentials.ts"
import { entryOf, newSigner, pageOf } from "./support/feed.ts"
import { goodReply } from "./support/fixtures.ts"
import { preview } from "./support/handoff.ts"
import { loopback } from "./support/loopback.ts"

const releaseId = `rel_${"1".repeat(22)}`
const expected = ["It is installed.", "It is installed.", "revoked: true"]

const nodeOf = (name: string) =>
  join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), "bin/node")

/** The oldest line of Node the package says it runs on, the one we develop on, the newest. */
const nodes = [
  ["22", nodeOf("node-22")],
  ["24", process.execPath],
  ["26", nodeOf("node-26")],
] as const

describe("pages, signatures and feed work", () => {
  it.each(nodes)("on Node %s", async (line, node) => {
    const folder = await mkdtemp(join(tmpdir(), "fleetprompt-smoke-"))
    onTestFinished(() => rm(folder, { recursive: true }))
    const path = join(folder, "smoke.mjs")
    await writeFile(
      path,
      await smokeBundle(
        "esm",
        "console.log(JSON.stringify([process.version, ...await smoke(...process.argv.slice(2))]))",
      ),
    )
    const { stdout } = await promisify(execFile)(node, [path, await registry(), newInstallToken(), releaseId])
    const [version, ...seen] = JSON.parse(stdout)
    expect(version).toMatch(new RegExp(`^v${line}\\.`))
    expect(seen).toEqual(expected)
  })

  it("where there is the web's own API and nothing of Node", async () => {
    const edge = new EdgeVM()
    const program = await smokeBundle("iife", "globalThis.smoke = smoke")
    edge.evaluate(program)
    expect(edge.evaluate("[typeof process, typeof require, typeof Buffer].join()")).toBe(
      "undefined,undefined,undefined",
    )
    const call = `smoke(${JSON.stringify(await registry())}, "${newInstallToken()}", "${releaseId}").then(JSON.stringify)`
    expect(JSON.parse(await edge.evaluate<Promise<string>>(call))).toEqual(expected)
  })
})

/** The smoke program in one file, with a last line. */
async function smokeBundle(format: "esm" | "iife", last: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { smoke } from "./smoke.ts"\n${last}`,
      resolveDir: join(import.meta.dirname, "runtimes"),
    },
    bundle: true,
    conditions: ["@fleetprompt/source"],
    format,
    platform: "neutral",
    target: "es2022",
    write: false,
  })
  return outputFiles[0]?.text ?? ""
}

/** A registry on a loopback port, whose tokens are all live. */
async function registry(): Promise<string> {
  const signer = await newSigner()
  const origin: string = await loopback(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {}
    const answer = await answerTo(request.url ?? "", body)
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer))
  })
  const answerTo = async (url: string, body: Record<string, unknown>) => {
    if (url.endsWith("/introspect")) return preview
    if (url.endsWith("/redeem")) return goodReply(String(body["redemptionId"]))
    if (url.endsWith("/outcome"))
      return { installIntentId: preview.installIntentId, outcome: body["outcome"], outcomeAtMs: 1 }
    if (url.endsWith("/fleetprompt")) return { signingKeys: [signer.listed] }
    const page = pageOf(Date.now(), { issuer: origin, nextAfter: 1, entries: [entryOf(1, releaseId)] })
    return { jws: await signer.sign(page) }
  }
  return origin
}
