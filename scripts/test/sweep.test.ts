import { resolve } from "node:path"
import { stripVTControlCharacters } from "node:util"
import { describe, expect, it } from "vitest"
import { runVitest } from "./support/run-vitest.ts"

const packages = resolve(import.meta.dirname, "../../packages")

const head = `
import { formatCredential } from "${packages}/sdk/src/contracts/index.ts"
import { expect, it } from "vitest"
import { engines } from "${packages}/server/test/support/engines.ts"
import { openRegistry } from "${packages}/server/test/support/registry.ts"
const secret = formatCredential("installToken", crypto.getRandomValues(new Uint8Array(64)))
const [sqlite, postgres] = engines
const keep = async (engine, kept) => {
  const database = await engine.create()
  await database.rawSql("create table notes (text text)")
  await database.rawSql("insert into notes values ('" + kept + "')")
  expect(await database.rawSql("select * from notes")).toHaveLength(1)
  await database.drop()
}
`

/** What a run of such tests comes to, and all it said. */
async function run(...bodies: string[]) {
  const tests = bodies.map((body, number) => `it("${number}", async () => {\n${body}\n})`)
  const { exitCode, lines, complaints } = await runVitest({ "a.test.ts": head + tests.join("\n") }, { postgres: true })
  const said = stripVTControlCharacters([...lines, complaints].join("\n"))
  expect(said).not.toMatch(/fpit_[0-9A-Za-z]{38}/)
  return { exitCode, closing: lines.at(-1), said }
}

describe("T-SECRETS-6 · a run that leaves a credential behind", { timeout: 90_000 }, () => {
  it("fails where that happens, and names the place and the kind", async () => {
    const { exitCode, closing, said } = await run(
      "await keep(sqlite, secret)",
      "await keep(postgres, secret)",
      `const registry = await openRegistry(sqlite)
       registry.context.log.error({ error: new Error("Failed at " + secret) }, "Failed.")
       await registry.close()`,
      `const registry = await openRegistry(sqlite, {}, () => ({ newId: () => secret }))
       await registry.anonymous.get("/nowhere")`,
    )
    expect({ exitCode, closing }).toEqual({ exitCode: 1, closing: "0 passed, 4 failed" })
    expect(said).toContain("A credential was left on disk, in registry.db: installToken.")
    expect(said).toMatch(/A credential was left on disk, in \d+: installToken\./)
    expect(said).toContain("A credential was left in the log: installToken.")
    expect(said).toContain("A credential was left in a refusal: installToken.")
  })

  it("fails after all its tests have passed, for a deleted row of a database that nobody dropped", async () => {
    const { exitCode, closing, said } = await run(`
      const database = await postgres.create()
      await database.rawSql("create table notes (text text)")
      await database.rawSql("insert into notes values ('" + secret + "')")
      expect(await database.rawSql("delete from notes")).toEqual([])`)
    expect({ exitCode, closing }).toEqual({ exitCode: 1, closing: "1 passed, 1 failed" })
    expect(said).toMatch(/in base\/\d+\/\d+: installToken/)
    expect(said).toMatch(/in pg_wal\/[0-9A-F]{24}: installToken/)
  })

  it("is none where it leaves a look-alike with a wrong checksum", async () => {
    const lookalike = `secret.slice(0, -1) + (secret.endsWith("A") ? "B" : "A")`
    const { exitCode, closing } = await run(`await keep(sqlite, ${lookalike})`, `await keep(postgres, ${lookalike})`)
    expect({ exitCode, closing }).toEqual({ exitCode: 0, closing: "2 passed, 0 failed" })
  })
})
