import { limits } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth)
const keys = (count: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, key) => [`k${key}`, 0])))

describe.each(engines.filter(({ name }) => name === "SQLite"))("T-JSON-1 · a body", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
  })
  afterAll(() => registry.close())

  const send = (text: string) => alice.post("/v1/publishers", text)

  it.each<[string, string]>([
    ["a key twice", '{"handle":"acme","handle":"evil","displayName":"x"}'],
    ["a key twice in two spellings", '{"handle":"acme","h\\u0061ndle":"evil"}'],
    ["a key twice further in", '[{"a":{"b":1,"c":[],"b":2}}]'],
    ["a key that names a prototype", '{"__proto__":{"isAdmin":true}}'],
    ["such a key in another spelling", '{"\\u005f_proto__":{}}'],
    ["such a key further in", '{"a":[{"constructor":{"prototype":{"isAdmin":true}}}]}'],
    ["half of a character in a value", '{"handle":"\\ud800"}'],
    ["the other half", '{"handle":"\\udc00\\ud800"}'],
    ["half of a character in a key", '{"\\ud83d":1}'],
    ["a number beyond all numbers", '{"handle":1e400}'],
    ["such a number below zero", "[-1e400]"],
    ["a number of very many digits", `[${"9".repeat(400)}]`],
    ["more levels than it may", nested(limits.jsonDepthMax + 1, "[", "]")],
    ["levels without end", nested(60_000, "[", "]")],
    ["levels of objects", `${'{"a":'.repeat(limits.jsonDepthMax + 1)}1${"}".repeat(limits.jsonDepthMax + 1)}`],
    ["more keys than it may", keys(limits.jsonKeysMax + 1)],
    ["nothing", ""],
    ["only a byte order mark", "\ufeff"],
    ["a comma too many", '{"handle":"acme",}'],
    ["a comment", '{"handle":"acme"/**/}'],
    ["single quotes", "{'handle':'acme'}"],
    ["a control character in a string", '{"handle":"a\u0000b"}'],
    ["a leading zero", "[01]"],
    ["a hexadecimal number", "[0x10]"],
    ["a bare word", "[NaN]"],
    ["an escape that is none", '["\\x41"]'],
    ["two values", "{}{}"],
  ])("with %s is refused as no JSON of ours", async (_what, text) => {
    const answer = await send(text)
    expectRefusal(answer, 400, "INVALID_JSON")
    expect(answer.problem.detail).toMatch(/^The body [a-z 0-9,-]+\.$|^The body is not one JSON value\.$/i)
  })

  it("that is not UTF-8 is refused", async () => {
    for (const bytes of [[0xff], [0x22, 0xc0, 0xaf, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22]]) {
      const headers = {
        authorization: `Bearer ${alice.credential}`,
        "content-type": "application/json",
        "idempotency-key": "a-key-for-bytes-only",
      }
      const answer = await registry.app.request("/v1/publishers", {
        method: "POST",
        headers,
        body: Uint8Array.from(bytes),
      })
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ code: "INVALID_JSON" })
    }
  })

  it.each<[string, string]>([
    ["as many levels as it may", nested(limits.jsonDepthMax, "[", "]")],
    ["as many keys as it may", keys(limits.jsonKeysMax)],
    ["the same key in two objects", '[{"a":1},{"a":1,"b":{"a":1}}]'],
    ["brackets, colons and quotes within its strings", '["{{{[[[\\"\\":,","a\\\\","\\"a\\":"]'],
    ["both halves of a character", '["\\ud83d\\ude00","😀"]'],
    ["the largest number", "[1.7976931348623157e308,-0.0,5e-324]"],
    ["a string that names a prototype", '["__proto__","constructor"]'],
    ["blanks everywhere", ' \n\t\r{ "a" : [ 1 , { "b" : null } ] } \n'],
  ])("with %s is read, and refused only for its shape", async (_what, text) => {
    expectRefusal(await send(text), 422, "VALIDATION_FAILED")
  })

  it("with fields nobody knows is refused in a reply of bounded length, however long their names are", async () => {
    const names = Array.from({ length: 60 }, (_, number) => `${number}${"x".repeat(2_000)}`)
    const answer = await send(JSON.stringify(Object.fromEntries(names.map((name) => [name, 1]))))
    expectRefusal(answer, 422, "VALIDATION_FAILED")
    expect(answer.problem.errors).toHaveLength(limits.problemErrorsMax)
    expect(JSON.stringify(answer.body).length).toBeLessThan(20_000)
  })

  it("of the largest size is checked quickly, whatever fills it", async () => {
    const size = limits.requestBodyBytesMax
    for (const filling of ["1,", '"",', '"\\\\",', "[],", "{},", '"\\u0041",']) {
      const text = `[${filling.repeat(Math.floor((size - 3) / filling.length))}0]`
      const startedAtMs = performance.now()
      expectRefusal(await send(text), 422, "VALIDATION_FAILED")
      expect(performance.now() - startedAtMs).toBeLessThan(1_000)
    }
  })
})
