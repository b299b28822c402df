import { spawnSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import { summaries } from "../../src/grammar.ts"
import { verbs } from "../../src/verbs.ts"
import { run } from "../support/run.ts"

const offered = async (...words: string[]) => {
  const { stdout } = await run(["__complete", "--", ...words])
  const lines = stdout.split("\n").filter((line) => line !== "")
  return lines.map((line) => line.split("\t")[0])
}

describe("completion", () => {
  it.each([["bash"], ["zsh"], ["fish"], ["powershell"]])(
    "prints a script for %s that asks the program",
    async (shell) => {
      const ran = await run(["completion", shell])
      expect(ran).toMatchObject({ exitCode: 0, stderr: "" })
      expect(ran.stdout).toContain("fleetprompt __complete")
    },
  )

  it("prints a script that bash takes", async () => {
    const { stdout } = await run(["completion", "bash"])
    const { status, stderr } = spawnSync("bash", ["-n"], { input: stdout, encoding: "utf8" })
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
  })

  it.each([
    [["pub"], ["publish", "publisher"]],
    [["listing", "d"], ["deprecate"]],
    [
      ["target", "credential", ""],
      ["add", "revoke"],
    ],
    [
      ["publish", "--dr"],
      ["--dry-run", "--draft"],
    ],
    [
      ["publish", "--on-exists", ""],
      ["verify", "skip", "fail"],
    ],
    [["search", "--kind", "wh"], ["whs_agent"]],
    [["completion", "f"], ["fish"]],
    [["help", "exit"], ["exit-codes"]],
    [["search", "--json", "--so"], ["--sort"]],
    [["nothing", "x"], []],
  ])("of %j is %j", async (words, answers) => {
    expect(new Set(await offered(...words))).toEqual(new Set(answers))
  })

  it("offers no command that is hidden, and every one that is not", async () => {
    expect(await offered("__")).toEqual([])
    expect(Object.keys(summaries).toSorted()).toEqual(
      Object.keys(verbs)
        .filter((name) => name !== "__complete")
        .toSorted(),
    )
  })
})
