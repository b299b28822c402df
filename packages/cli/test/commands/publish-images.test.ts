import { rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { limits } from "@fleetprompt/sdk/contracts"
import { FleetPrompt } from "@fleetprompt/sdk/fetch"
import { describe, expect, it } from "vitest"
import { applyPlan } from "../../src/commands/publish/apply.ts"
import { planPublish } from "../../src/commands/publish/plan.ts"
import { loadManifest } from "../../src/manifest/load.ts"
import { problem } from "../support/answer.ts"
import { makeImage, makeListing, manifestText, pictureFile, runToken } from "../support/fixtures.ts"
import { type Folder, folder } from "../support/folder.ts"
import { type Registry, startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

const slug = "acme/support-triage"
const address = `/v1/listings/${slug}/images`
const [red, green, blue] = [pictureFile(1), pictureFile(2), pictureFile(3)]
const files = { "red.png": red, "green.png": green, "blue.png": blue }

/** A manifest with these images, each a file and what it shows. */
const textWith = (...images: readonly (readonly [string, string])[]) =>
  manifestText.replace(
    "release:",
    `  images: ${JSON.stringify(images.map(([file, alt]) => ({ file, alt })))}\nrelease:`,
  )
const write = (here: Folder, text: string) => writeFile(join(here.path, "fleetprompt.yaml"), text)
const project = (text: string) => folder({ "fleetprompt.yaml": text, ...files })
const offering = (images = [makeImage(red, "Red"), makeImage(green, "Green")]) =>
  startRegistry({ mine: ["acme"], listings: [makeListing(slug, { status: "published", images })] })
const shown = ({ catalogue }: Registry) => catalogue.listings.get(slug)?.images.map(({ alt }) => alt)
const imageWrites = (registry: Registry) => registry.writes().filter((line) => line.includes("/images"))

describe("T-CLI-5 · publish brings the images of a listing into step", () => {
  it("sends those of a new listing before it is public", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project(textWith(["red.png", "Red"], ["green.png", "Green & grey"]))
    expect(await run(["publish"], { registry, cwd: here.path })).toMatchObject({ exitCode: 0 })
    expect(registry.writes()).toEqual([
      "POST /v1/listings",
      `POST ${address}?alt=Red`,
      `POST ${address}?alt=Green+%26+grey`,
      `POST /v1/listings/${slug}/releases`,
      `PUT /v1/listings/${slug}/status`,
    ])
    const sent = registry.requests.filter(({ headers }) => headers["content-type"] === "image/png")
    expect(sent.map(({ body }) => body)).toEqual([red, green])
  })

  it("finds nothing to do the second time, and sends no picture again", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project(textWith(["red.png", "Red"], ["green.png", "Green"]))
    await run(["publish"], { registry, cwd: here.path })
    const before = imageWrites(registry).length
    const again = await run(["publish", "--json"], { registry, cwd: here.path })
    expect(JSON.parse(again.stdout).listing).toEqual({ action: "unchanged", slug, fields: [] })
    expect(imageWrites(registry)).toHaveLength(before)
  })

  it.each([
    [
      "adds one that is missing",
      [
        ["red.png", "Red"],
        ["green.png", "Green"],
        ["blue.png", "Blue"],
      ],
      [`POST ${address}?alt=Blue`],
    ],
    ["takes off one too many", [["green.png", "Green"]], [`DELETE ${address}/${makeImage(red, "").digest}`]],
    [
      "puts them in order",
      [
        ["green.png", "Green"],
        ["red.png", "Red"],
      ],
      [`PUT ${address}`],
    ],
    [
      "says other words",
      [
        ["red.png", "Rose"],
        ["green.png", "Green"],
      ],
      [`PUT ${address}/${makeImage(red, "").digest}`],
    ],
    [
      "replaces one in its place, and takes the old one off last",
      [
        ["blue.png", "Blue"],
        ["green.png", "Green"],
      ],
      [`POST ${address}?alt=Blue`, `DELETE ${address}/${makeImage(red, "").digest}`, `PUT ${address}`],
    ],
  ] as const)("%s", async (_, images, writes) => {
    await using registry = await offering()
    await using here = await project(textWith(...images))
    const ran = await run(["publish", "--json"], { registry, cwd: here.path })
    expect(JSON.parse(ran.stdout).listing).toEqual({ action: "updated", slug, fields: ["images"] })
    expect(imageWrites(registry)).toEqual(writes)
    expect(registry.writes().filter((line) => line.startsWith("PATCH"))).toEqual([])
    expect(shown(registry)).toEqual(images.map(([, alt]) => alt))
  })

  it("leaves them alone where the manifest does not speak of them, and takes all off where it has none", async () => {
    await using registry = await offering()
    await using here = await project(manifestText)
    await run(["publish"], { registry, cwd: here.path })
    expect(shown(registry)).toEqual(["Red", "Green"])
    await write(here, textWith())
    const ran = await run(["publish", "--json"], { registry, cwd: here.path })
    expect(JSON.parse(ran.stdout).listing.fields).toEqual(["images"])
    expect(shown(registry)).toEqual([])
  })

  it("makes room first where the listing has as many as it may have", async () => {
    const full = Array.from({ length: limits.imagesPerListingMax }, (_, index) =>
      makeImage(pictureFile(10 + index), `${index}`),
    )
    await using registry = await offering(full)
    await using here = await project(textWith(["red.png", "Red"]))
    await run(["publish"], { registry, cwd: here.path })
    expect(imageWrites(registry).slice(0, 2)).toEqual([
      `DELETE ${address}/${full[0]?.digest}`,
      `POST ${address}?alt=Red`,
    ])
    expect(shown(registry)).toEqual(["Red"])
  })

  it("sends once more what was stored before the registry kept its hash", async () => {
    await using registry = await offering([makeImage(red, "Red", { sourceSha256: null })])
    await using here = await project(textWith(["red.png", "Red"]))
    await run(["publish"], { registry, cwd: here.path })
    expect(imageWrites(registry)).toEqual([`POST ${address}?alt=Red`])
    const again = await run(["publish", "--json"], { registry, cwd: here.path })
    expect(JSON.parse(again.stdout).listing.action).toBe("unchanged")
  })

  it("changes nothing in a dry run, and says that the images differ", async () => {
    await using registry = await offering()
    await using here = await project(textWith(["blue.png", "Blue"]))
    const ran = await run(["publish", "--dry-run", "--json"], { registry, cwd: here.path })
    expect(JSON.parse(ran.stdout).listing).toEqual({ action: "updated", slug, fields: ["images"] })
    expect(registry.writes()).toEqual([])
  })

  it("needs listing:write for them: exit 4", async () => {
    const listings = [makeListing(slug, { status: "published" })]
    await using registry = await startRegistry({
      mine: ["acme"],
      scopes: ["listing:read", "release:publish"],
      listings,
    })
    await using here = await project(textWith(["red.png", "Red"]))
    const ran = await run(["publish"], { registry, cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("listing:write") })
    expect(registry.writes()).toEqual([])
  })
})

describe("publish as a CI's run, with a token for its listing alone", () => {
  const publishAsRun = async (registry: Registry, here: Folder) => {
    const { entries } = await loadManifest(here.path)
    const client = new FleetPrompt({ baseUrl: registry.url, token: runToken })
    const plan = await planPublish(client, undefined, entries[0], { staysDraft: false, onExists: "verify" })
    return await applyPlan(client, entries[0], plan)
  }

  it("sends the images of a new listing, and brings those of one that is there into step", async () => {
    await using registry = await startRegistry({ mine: ["acme"], runFor: slug })
    await using here = await project(textWith(["red.png", "Red"], ["green.png", "Green"]))
    expect(await publishAsRun(registry, here)).toMatchObject({ release: "created", status: "published" })
    expect(shown(registry)).toEqual(["Red", "Green"])
    await write(here, textWith(["blue.png", "Blue"], ["red.png", "Rose"]))
    await publishAsRun(registry, here)
    expect(shown(registry)).toEqual(["Blue", "Rose"])
  })
})

describe("publish: images the registry does not take", () => {
  it("are named by their file: exit 3", async () => {
    await using registry = await offering()
    await using here = await project(textWith(["red.png", "Red"], ["blue.png", "Blue"]))
    registry.instead(`POST ${address}`, problem("IMAGE_REJECTED"))
    const ran = await run(["publish"], { registry, cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 3, stdout: "" })
    expect(ran.stderr).toContain("error: blue.png: The image cannot be taken.")
  })

  it("are told before anything is sent where two files are the same", async () => {
    await using registry = await offering([])
    await using here = await project(textWith(["red.png", "Red"], ["twin.png", "Red again"]))
    await writeFile(join(here.path, "twin.png"), red)
    const ran = await run(["publish"], { registry, cwd: here.path })
    expect(ran.exitCode).toBe(3)
    expect(ran.stderr).toContain("twin.png is the same as red.png")
    expect(registry.requests).toEqual([])
  })

  it("are told where two files show the same picture", async () => {
    await using registry = await offering([])
    await using here = await project(textWith(["red.png", "Red"], ["twin.png", "Red again"]))
    await writeFile(join(here.path, "twin.png"), pictureFile(1, "taken on Monday"))
    const ran = await run(["publish"], { registry, cwd: here.path })
    expect(ran.exitCode).toBe(3)
    expect(ran.stderr).toContain("red.png shows the same picture as another image of the listing.")
  })
})

describe("diff: images", () => {
  it("are shown one to a line, with the words and the hash of both sides", async () => {
    await using registry = await offering()
    await using here = await project(textWith(["red.png", "Red"], ["blue.png", "Blue"]))
    const ran = await run(["diff"], { registry, cwd: here.path })
    const line = (image: { alt: string; sourceSha256: string | null }) =>
      JSON.stringify({ alt: image.alt, sha256: image.sourceSha256 })
    expect(ran.stdout).toContain(
      [
        "  /listing/images",
        `      ${line(makeImage(red, "Red"))}`,
        `    - ${line(makeImage(green, "Green"))}`,
        `    + ${line(makeImage(blue, "Blue"))}`,
      ].join("\n"),
    )
  })

  it("are no difference where the manifest leaves them alone, or says the same", async () => {
    await using registry = await offering()
    await using here = await project(textWith(["red.png", "Red"], ["green.png", "Green"]))
    await run(["publish"], { registry, cwd: here.path })
    expect((await run(["diff", "--exit-code"], { registry, cwd: here.path })).exitCode).toBe(0)
    await write(here, manifestText)
    await rm(join(here.path, "red.png"))
    expect((await run(["diff", "--exit-code"], { registry, cwd: here.path })).exitCode).toBe(0)
  })
})
