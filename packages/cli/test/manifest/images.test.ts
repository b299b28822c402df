import { execFileSync } from "node:child_process"
import { symlink } from "node:fs/promises"
import { join } from "node:path"
import { limits } from "@fleetprompt/sdk/contracts"
import { describe, expect, it } from "vitest"
import { manifestText, pictureFile } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { run } from "../support/run.ts"

const secret = ["ghp", "aB3dE5gH7jK9mN1pQ2sT4vW6yZ8aB3dE5gH7"].join("_")
const withImages = (...lines: string[]) =>
  manifestText.replace("release:", ["  images:", ...lines.map((line) => `    ${line}`), "release:"].join("\n"))
const naming = (file: string, alt = "A desk") => withImages(`- { file: "${file}", alt: ${alt} }`)

/** The findings of a manifest and its files, as `line:column pointer message`. */
async function findings(text: string, files: Record<string, string | Uint8Array> = {}): Promise<string[]> {
  await using here = await folder({ "fleetprompt.yaml": text, ...files })
  const ran = await run(["validate", "--json"], { cwd: here.path })
  if (ran.exitCode === 0) return []
  expect(ran.exitCode).toBe(3)
  return JSON.parse(ran.stderr).errors.map(
    ({ line, column, pointer, message }: Record<string, string>) => `${line}:${column} ${pointer} ${message}`,
  )
}

describe("images of a manifest", () => {
  it.each([
    ["PNG", pictureFile(1)],
    ["JPEG", Buffer.from("ffd8ffe000104a464946", "hex")],
    ["WebP", Buffer.from("RIFF\0\0\0\0WEBPVP8 ")],
    ["AVIF", Buffer.from("\0\0\0\x1cftypavif\0\0\0\0")],
  ])("may be %s, whatever they are called", async (_, bytes) => {
    expect(await findings(naming("shots/a.bin"), { "shots/a.bin": bytes })).toEqual([])
  })

  it("may be none", async () => {
    expect(await findings(manifestText.replace("release:", "  images: []\nrelease:"))).toEqual([])
  })

  it.each([
    ["missing", "a.png", "a.png does not exist"],
    ["outside", "../a.png", "../a.png leads out of the manifest's folder"],
    ["absolute", "/etc/hostname", "/etc/hostname must be a relative path"],
    ["a folder", "shots", "shots is not a regular file"],
    ["too large", "large.png", `large.png is larger than ${limits.imageBytesMax} bytes`],
    ["empty", "empty.png", "empty.png is no PNG, JPEG, WebP or AVIF"],
    ["an SVG", "a.svg", "a.svg is no PNG, JPEG, WebP or AVIF"],
    ["a GIF that is called a PNG", "gif.png", "gif.png is no PNG, JPEG, WebP or AVIF"],
  ])("are told where they are %s", async (_, file, complaint) => {
    const files = {
      "shots/x": "",
      "large.png": Buffer.concat([pictureFile(1), Buffer.alloc(limits.imageBytesMax)]),
      "empty.png": "",
      "a.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
      "gif.png": "GIF89a",
    }
    expect(await findings(naming(file), files)).toEqual([`8:15 /listing/images/0/file ${complaint}`])
  })

  it("are told where the schema refuses them, with what may have been meant", async () => {
    const text = withImages("- { file: a.png, alternative: A desk }", "- a.png", "- { fil: a.png, alt: A desk }")
    expect(await findings(text, { "a.png": pictureFile(1) })).toEqual([
      "8:7 /listing/images/0/alt is required",
      "8:22 /listing/images/0/alternative is not a known field",
      "9:7 /listing/images/1 must be a group of fields",
      "10:7 /listing/images/2/file is required",
      "10:9 /listing/images/2/fil is not a known field; did you mean file?",
    ])
  })

  it("are told where there are too many, where one is named twice, and where their words break a rule", async () => {
    const names = Array.from({ length: limits.imagesPerListingMax + 1 }, (_, index) => `${index}.png`)
    const many = Object.fromEntries(names.map((name, index) => [name, pictureFile(index)]))
    const text = withImages(...names.map((name) => `- { file: ${name}, alt: A desk }`))
    expect(await findings(text, many)).toEqual(["7:3 /listing/images must have at most 6 images"])
    const twice = withImages("- { file: a.png, alt: A desk }", "- { file: b.png, alt: The same }")
    expect(await findings(twice, { "a.png": pictureFile(1), "b.png": pictureFile(1) })).toEqual([
      "9:15 /listing/images/1/file b.png is the same as a.png",
    ])
    expect(await findings(naming("a.png", `"${"x".repeat(201)}"`), { "a.png": pictureFile(1) })).toEqual([
      "8:29 /listing/images/0/alt must have at most 200 characters",
    ])
    expect(await findings(naming("a.png", secret), { "a.png": pictureFile(1) })).toEqual([
      expect.stringMatching(/^8:29 \/listing\/images\/0\/alt /),
    ])
  })

  it("are not followed out of the folder by a symbolic link, and not waited for where they are pipes", async () => {
    await using elsewhere = await folder({ "private.png": pictureFile(1) })
    const text = withImages(
      "- { file: a.png, alt: One }",
      "- { file: linked/private.png, alt: Two }",
      "- { file: pipe, alt: Three }",
    )
    await using here = await folder({ "fleetprompt.yaml": text })
    await symlink(join(elsewhere.path, "private.png"), join(here.path, "a.png"))
    await symlink(elsewhere.path, join(here.path, "linked"))
    execFileSync("mkfifo", [join(here.path, "pipe")])
    const ran = await run(["validate"], { cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 3, stdout: "" })
    expect(ran.stderr).toContain("a.png leads out of the manifest's folder")
    expect(ran.stderr).toContain("linked/private.png leads out of the manifest's folder")
    expect(ran.stderr).toContain("pipe is not a regular file")
  })
})
