import { writeFile } from "node:fs/promises"
import { resolve } from "node:path"
import type { Io } from "../../io.ts"
import { usageError } from "../../errors.ts"

/**
 * Writes receipts to a file, one a line.
 * @throws CliError where that cannot be done; what was published stays published.
 */
export async function writeReceipts(
  { cwd }: Pick<Io, "cwd">,
  file: string,
  receipts: readonly string[],
): Promise<void> {
  try {
    await writeFile(resolve(cwd, file), receipts.map((jws) => `${jws}\n`).join(""))
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown reason"
    throw usageError(
      `All was published, but ${file} could not be written (${reason}).`,
      "Run it again with another file; nothing will be published twice.",
    )
  }
}
