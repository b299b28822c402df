/** Secrets in pieces: put together only while tests run, so that no scanner of repositories finds them in this one. */
const pieces: readonly [rule: string, ...parts: string[]][] = [
  ["fleetprompt", "fpat_", letters(38)],
  ["fleetprompt", "fpts_", letters(38)],
  ["fleetprompt", "fpci_", letters(38)],
  ["github", "ghp_", letters(36)],
  ["github", "github_pat_", letters(82)],
  ["gitlab", "glpat-", letters(20)],
  ["npm", "npm_", letters(36)],
  ["slack", "xoxb-", digits(12), "-", digits(12), "-", letters(24)],
  ["slack", "https://hooks.slack.com", "/services/T", letters(8), "/B", letters(8), "/", letters(24)],
  ["stripe", "sk_live_", letters(24)],
  ["sendgrid", "SG.", letters(22), ".", letters(43)],
  ["shopify", "shpat_", letters(32)],
  ["openai", "sk-", letters(20), "T3Blbk", "FJ", letters(20)],
  ["anthropic", "sk-ant-", "api03-", letters(93), "AA"],
  ["groq", "gsk_", letters(52)],
  ["huggingface", "hf_", "abcdefghijklmnopq".repeat(2)],
  ["linear", "lin_api_", letters(40)],
  ["notion", "ntn_", digits(11), letters(35)],
  ["aws", "aws_secret_access_", "key = ", letters(40)],
  ["basicauth", "https://deploy:", letters(16), "@files.acme.dev/"],
  ["database-connection-string", "postgres://app:", letters(16), "@db.acme.dev/registry"],
  ["database-connection-string", "mongodb+srv://app:", letters(16), "@cluster.acme.dev/registry"],
  ["databricks", "dapi", hex(32)],
  ["docker", "dckr_pat_", letters(27)],
  ["figma", "figd_", letters(40)],
  ["grafana", "glsa_", letters(32), "_", hex(8)],
  ["hashicorp-vault", "hvs.", letters(95)],
  ["cloudflare", "cfut_", letters(40), hex(8)],
  ["vercel", "vcp_", letters(24)],
  ["google-api-key", "AIza", letters(35)],
  ["jwt", "eyJhbGciOiJIUzI1NiJ9", ".eyJ", letters(30), ".", letters(43)],
  ["privatekey", pem("RSA PRIVATE KEY")],
  ["privatekey", pem("OPENSSH PRIVATE KEY")],
  ["privatekey", pem("PRIVATE KEY")],
  ["privatekey", pem("PGP PRIVATE KEY BLOCK")],
  ["privatekey", JSON.stringify({ private_key: pem("PRIVATE KEY") })],
]

/** Secrets that open nothing, of each shape there is a rule for. */
export const canaries = pieces.map(([rule, ...parts]) => ({ rule, secret: parts.join("") }))

function letters(length: number): string {
  return "aB3dE5gH7jK9mN1pQ2sT4vW6yZ8".repeat(Math.ceil(length / 27)).slice(0, length)
}

function digits(length: number): string {
  return "4815162342".repeat(Math.ceil(length / 10)).slice(0, length)
}

function hex(length: number): string {
  return "0f1e2d3c4b5a6978".repeat(Math.ceil(length / 16)).slice(0, length)
}

function pem(kind: string): string {
  const lines = Array.from({ length: 6 }, () => letters(64)).join("\n")
  return `-----BEGIN ${kind}-----\n${lines}\n-----END ${kind}-----`
}
