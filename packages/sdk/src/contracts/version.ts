import * as z from "zod"
import { limits } from "./limits.ts"

/** Semantic Versioning 2.0.0 without build metadata, which would make two releases of equal precedence. */
const semver =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?$/

/** A release's version: `1.4.0`, `2.0.0-beta.1`. No leading `v`, no build metadata. */
export const version = z
  .string()
  .max(limits.versionLengthMax, `must have at most ${limits.versionLengthMax} characters`)
  .regex(semver, "must be a semantic version such as 1.4.0 or 2.0.0-beta.1, without a leading v or build metadata")
  .refine(
    (text) => text.split(/[.-]/).every((part) => !/^\d+$/.test(part) || Number(part) <= Number.MAX_SAFE_INTEGER),
    "has a number too large to compare",
  )
