import { createHash } from "node:crypto"
import type { Options } from "tsup"

type Plugin = NonNullable<Options["plugins"]>[number]

/** Writes before each part its name and a digest, so that `src/load-part.ts` finds what V8 made of this very one. */
export const digested: Plugin = {
  name: "digested",
  renderChunk(code, { path }) {
    const [, name = ""] = /([\w-]+)\.cjs$/.exec(path) ?? []
    if (name === "bin") return undefined
    const digest = createHash("sha256").update(code).digest("hex").slice(0, 20)
    return { code: `/*${name}.${digest}*/${code}` }
  },
}
