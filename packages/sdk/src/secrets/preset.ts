import { lintSource } from "@secretlint/core"
import { secretLintProfiler } from "@secretlint/profiler"
import { rules as recommended } from "@secretlint/secretlint-rule-preset-recommend"
import type { Hit } from "./find-secrets.ts"

// It would leave marks on the process's performance timeline for ever.
secretLintProfiler.setEnabled(false)

const prefix = "@secretlint/secretlint-rule-"

/** Without the rule that lets a comment in the text switch the others off: here the text is a stranger's. */
const rules = recommended
  .filter(({ meta }) => meta.id !== `${prefix}filter-comments`)
  .map((rule) => ({ id: rule.meta.id, rule }))

/** What secretlint's recommended rules find in a text. */
export async function presetHits(text: string): Promise<Hit[]> {
  const { messages } = await lintSource({
    source: { content: text, contentType: "text", filePath: "text.txt", ext: ".txt" },
    options: { config: { rules }, noPhysicFilePath: true, maskSecrets: true },
  })
  // The message itself holds the secret, or its length; we say our own.
  return messages.map(({ ruleId, range }) => {
    const rule = ruleId.replace(prefix, "")
    return { rule, message: `looks like a secret (secretlint's rule ${rule})`, at: range[0] }
  })
}
