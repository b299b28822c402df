import { appendFile } from "node:fs/promises"
import type { PublishReport } from "../commands/publish/report.ts"
import type { Failure } from "../failure/failure.ts"
import type { Io } from "../io.ts"
import { visibleLine } from "../output/visible.ts"

/** Adds what was published to the page of the job, where the CI system has one (`GITHUB_STEP_SUMMARY`). */
export async function publishSummary(io: Pick<Io, "env">, reports: readonly PublishReport[]): Promise<void> {
  const rows = reports.map(({ listing, release, status, url }) => [
    `[${listing.slug}](${url})`,
    listing.action,
    `${release.version} ${release.action}`,
    visibleLine(status),
    `\`${release.digest}\``,
  ])
  const isDry = reports.some(({ dryRun }) => dryRun)
  await append(
    io,
    [
      `### fleetprompt publish${isDry ? " (dry run)" : ""}`,
      "",
      "| listing | listing | release | status | digest |",
      "| --- | --- | --- | --- | --- |",
      ...rows.map((row) => `| ${row.map(cell).join(" | ")} |`),
    ].join("\n"),
  )
}

/** Adds why the run failed. */
export async function failureSummary(io: Pick<Io, "env">, command: string, failure: Failure): Promise<void> {
  const { detail, remedy, findings } = failure
  const lines = findings.map(({ file, line, pointer, message }) => {
    const place = file === undefined ? pointer || "/" : `${file}:${line ?? 1} ${pointer}`
    return `- \`${place.replaceAll("`", "")}\` ${plain(message)}`
  })
  await append(io, [`### ${command} failed`, "", plain(detail), ...lines, "", plain(remedy)].join("\n"))
}

/** A stranger's text that GitHub shows as it stands. */
const plain = (text: string) => visibleLine(text).replaceAll(/[\\`*_{}[\]<>#|!~&@]/g, "\\$&")
const cell = (text: string) => text.replaceAll("|", "\\|")

async function append({ env }: Pick<Io, "env">, text: string): Promise<void> {
  const path = env["GITHUB_STEP_SUMMARY"]
  // The summary is a courtesy: that its file cannot be written is no reason to fail what was done.
  if (path) await appendFile(path, `${text}\n\n`).catch(() => undefined)
}
