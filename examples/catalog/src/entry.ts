import { readFile } from "node:fs/promises"
import * as z from "zod"

/** One real tool, as the seed list of the Model Context Protocol registry described it in May 2025. */
const entry = z.object({
  publisher: z.string(),
  name: z.string(),
  summary: z.string(),
  repoUrl: z.string(),
  registry: z.string(),
  package: z.string(),
  environment: z.array(z.string()),
  releasedAt: z.iso.datetime(),
})
export type Entry = z.infer<typeof entry>

/** The 391 entries of `agents.json`. */
export async function readEntries(): Promise<Entry[]> {
  const text = await readFile(new URL("../agents.json", import.meta.url), "utf8")
  return z.array(entry).parse(JSON.parse(text))
}
