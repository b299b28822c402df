import { describe, expect, it } from "vitest"
import { summaries } from "../../src/grammar.ts"
import { verbs } from "../../src/verbs.ts"
import { idFor } from "../support/fixtures.ts"
import { parse } from "../support/parse.ts"

const install = idFor("installIntent", "one")
const token = idFor("token", "one")
const target = idFor("target", "one")
const credential = idFor("targetCredential", "one")
const trustedPublisher = idFor("trustedPublisher", "one")

/** Of each command a line it takes, what its work gets of that, a line it refuses, and what it says then. */
const lines: Readonly<Record<string, readonly [taken: string, options: object, refused: string, complaint: string]>> = {
  init: [
    "--slug acme/xy --kind whs_agent --ref a --force",
    { slug: "acme/xy", kind: "whs_agent", ref: "a", force: true },
    "--slug acme",
    "It must be publisher/name",
  ],
  validate: ["sub", { path: "sub" }, "a b", "too many arguments"],
  diff: ["--exit-code --only acme/xy", { exitCode: true, only: "acme/xy" }, "here", "too many arguments"],
  publish: [
    "--dry-run --draft --claim --only acme/xy",
    { dryRun: true, draft: true, claim: true, only: "acme/xy" },
    "--on-exists replace",
    "Allowed choices are verify, skip, fail",
  ],
  search: [
    "ticket triage --kind whs_agent --tag support --sort recent --limit 5",
    { words: ["ticket", "triage"], kind: "whs_agent", tag: "support", sort: "recent", limit: 5 },
    "--limit 0",
    "It must be a whole number from 1 to 100",
  ],
  show: [
    "acme/xy@1.4.0 --target whs",
    { slug: "acme/xy", version: "1.4.0", target: "whs" },
    "acme",
    "It must be publisher/name",
  ],
  install: [
    "acme/xy@1.4.0 --target whs --context orgId=o1 --ttl 5m --print-link",
    { slug: "acme/xy", version: "1.4.0", target: "whs", context: { orgId: "o1" }, ttl: 300_000, printLink: true },
    "acme/xy --ttl 2h",
    "It must be a time from 1m to 1h",
  ],
  "intent list": ["--limit 5", { limit: 5 }, install, "too many arguments"],
  "intent get": [install, { installIntentId: install }, "acme/xy", "It must be an id of the form ins_"],
  "intent wait": [
    `${install} --for 5m`,
    { installIntentId: install, until: "outcome", for: 300_000 },
    `${install} --for ever`,
    "It must be a time up to 24h",
  ],
  "intent reissue": [
    `${install} --ttl 5m --token-stdout`,
    { installIntentId: install, ttl: 300_000, tokenStdout: true },
    `${install} --print-link --token-stdout`,
    "cannot be used with option '--token-stdout'",
  ],
  "intent cancel": [install, { installIntentId: install }, "", "missing required argument 'install'"],
  "listing create": [
    "--slug acme/xy --kind whs_agent --name X --tag a --tag b",
    { slug: "acme/xy", kind: "whs_agent", name: "X", tag: ["a", "b"] },
    "--kind agent",
    "Allowed choices are whs_agent, agentromatic_workflow, spec_asset",
  ],
  "listing get": ["acme/xy", { listing: "acme/xy" }, "acme", "It must be publisher/name"],
  "listing list": ["--limit 5", { limit: 5 }, "acme", "too many arguments"],
  "listing update": [
    "acme/xy --name X --category ops",
    { slug: "acme/xy", name: "X", category: ["ops"] },
    "--name X",
    "missing required argument 'listing'",
  ],
  "listing publish": ["acme/xy", { slug: "acme/xy" }, "acme", "It must be publisher/name"],
  "listing unlist": ["acme/xy", { slug: "acme/xy" }, "acme/xy acme/yz", "too many arguments"],
  "listing deprecate": [
    "acme/xy --message Old --successor acme/yz",
    { slug: "acme/xy", message: "Old", successor: "acme/yz" },
    "acme/xy --lift --message Old",
    "cannot be used with option '--message <text>'",
  ],
  "release publish": ["--only acme/xy", { only: "acme/xy" }, "1.4.0", "too many arguments"],
  "release list": ["acme/xy --limit 5", { slug: "acme/xy", limit: 5 }, "acme/xy@1.4.0", "It must be publisher/name"],
  "release get": [
    "acme/xy@1.4.0",
    { slug: "acme/xy", version: "1.4.0" },
    "acme/xy",
    "It must name a version: publisher/name@1.4.0",
  ],
  "release revoke": [
    "acme/xy@1.4.0 --reason broken --yes",
    { slug: "acme/xy", version: "1.4.0", reason: "broken", yes: true },
    "acme/xy@1.4.0",
    "required option '--reason <reason>'",
  ],
  "receipt get": [
    "acme/xy@1.4.0",
    { slug: "acme/xy", version: "1.4.0" },
    "acme/xy",
    "It must name a version: publisher/name@1.4.0",
  ],
  "receipt verify": [
    "receipts.jsonl --keys keys.json --manifest",
    { file: "receipts.jsonl", keys: "keys.json", manifest: true },
    "receipts.jsonl --digest md5:0",
    "It must be sha256: and 64 hexadecimal digits",
  ],
  "publisher claim": [
    "acme --display-name Acme",
    { handle: "acme", displayName: "Acme" },
    "Acme!",
    "It must be lower-case letters and digits",
  ],
  login: [
    "--no-browser",
    { browser: false },
    "--with-token --scope listing:read",
    "cannot be used with option '--scope <scope...>'",
  ],
  logout: ["", {}, "now", "too many arguments"],
  whoami: ["", {}, "bob", "too many arguments"],
  "auth status": ["", {}, "bob", "too many arguments"],
  "token create": [
    "--name ci --listing acme/xy --expires-in-days 30",
    {
      scope: ["listing:read", "listing:write", "release:publish"],
      expiresInDays: 30,
      name: "ci",
      listing: ["acme/xy"],
    },
    "--expires-in-days 30",
    "required option '--name <name>'",
  ],
  "token list": ["--limit 5", { limit: 5 }, "ci", "too many arguments"],
  "token revoke": [token, { tokenId: token }, "ci", "It must be an id of the form tok_"],
  "trusted-publisher add": [
    "acme/xy --repository acme/xy --owner-id 7 --workflow release.yml --environment prod",
    {
      slug: "acme/xy",
      provider: "github",
      repository: "acme/xy",
      ownerId: "7",
      workflow: "release.yml",
      environment: "prod",
    },
    "acme/xy --repository acme/xy --owner-id 7",
    "required option '--workflow <file>'",
  ],
  "trusted-publisher list": ["acme/xy", { slug: "acme/xy" }, "acme", "It must be publisher/name"],
  "trusted-publisher remove": [
    `acme/xy ${trustedPublisher}`,
    { slug: "acme/xy", trustedPublisherId: trustedPublisher },
    "acme/xy",
    "missing required argument 'id'",
  ],
  "trusted-publisher require": ["acme/xy --off", { slug: "acme/xy", off: true }, "acme", "It must be publisher/name"],
  "ci doctor": ["acme/xy", { slug: "acme/xy" }, "acme", "It must be publisher/name"],
  "target list": ["--settings", { settings: true }, "whs", "too many arguments"],
  "target add": [
    "whs --system whs --landing-url https://whs.example --token-ttl-max 5m",
    { name: "whs", system: "whs", landingUrl: "https://whs.example", tokenTtlMax: 300_000 },
    "whs",
    "required option '--system <system>'",
  ],
  "target get": ["whs", { name: "whs" }, "Whs!", "It must be lower-case letters"],
  "target update": [
    "whs --authentication key --no-buyer-match",
    { name: "whs", authentication: "key", buyerMatch: false },
    "whs --authentication none",
    "Allowed choices are key, secret",
  ],
  "target disable": ["whs", { name: "whs" }, "whs whs-2", "too many arguments"],
  "target enable": ["whs", { name: "whs" }, "", "missing required argument 'target'"],
  "target key generate": [
    "--out k.jwk --alg ES256",
    { out: "k.jwk", alg: "ES256" },
    "--alg RS256",
    "Allowed choices are EdDSA, ES256",
  ],
  "target credential add": [
    "whs --overlap-days 0",
    { target: "whs", overlapDays: 0 },
    "whs --overlap-days -1",
    "It must be a whole number from 0 to 90",
  ],
  "target credential revoke": [
    `whs ${credential} --yes`,
    { target: "whs", credentialId: credential, yes: true },
    "whs",
    "missing required argument 'credential'",
  ],
  "redeem peek": [
    "--token-stdin --secret-stdin --iss https://id.example --sub bob",
    { tokenStdin: true, secretStdin: true, iss: "https://id.example", sub: "bob" },
    "--secret-stdin",
    "required option '--token-stdin'",
  ],
  "redeem run": [
    `--token-stdin --key k.jwk --target-id ${target}`,
    { tokenStdin: true, key: "k.jwk", targetId: target },
    "--token-stdin --secret-stdin --key k.jwk",
    "cannot be used with option '--secret-stdin'",
  ],
  "config list": ["", {}, "target", "too many arguments"],
  "config get": ["target", { name: "target" }, "token", "Allowed choices are registry, target"],
  "config set": ["target whs", { name: "target", value: "whs" }, "target whs whs-2", "too many arguments"],
  "config path": ["", {}, "target", "too many arguments"],
  doctor: ["", {}, "me", "too many arguments"],
  completion: ["fish", { shell: "fish" }, "tcsh", "Allowed choices are bash, zsh, fish, powershell"],
  help: ["manifest", { topic: "manifest" }, "", "missing required argument 'topic'"],
}

async function parsed(name: string, line: string): Promise<object | string> {
  const verb: { readonly define: Parameters<typeof parse<object>>[0] } | undefined = await verbs[name]?.()
  if (verb === undefined) throw new Error(`There is no command ${name}.`)
  const words = line.split(" ").filter((word) => word !== "")
  return await parse(verb.define, words)
}

describe("T-CLI-6 · every command", () => {
  it("has a line here", () => {
    expect(Object.keys(lines)).toEqual(Object.keys(summaries))
  })

  it.each(Object.entries(lines))("takes its arguments and options: %s", async (name, [taken, options]) => {
    expect(await parsed(name, taken)).toEqual(options)
  })

  it.each(Object.entries(lines))("refuses what it does not know: %s", async (name, [, , refused, complaint]) => {
    expect(await parsed(name, refused)).toContain(complaint)
  })
})
