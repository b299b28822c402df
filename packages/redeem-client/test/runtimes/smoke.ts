import { createRedeemer, memoryStore } from "@fleetprompt/redeem-client"
import { createInstallRoutes } from "@fleetprompt/redeem-client/handlers"
import { createRevocations } from "@fleetprompt/redeem-client/revocations"

/**
 * One install by each kind of key, through the pages, and one look into the feed: everything the entries that promise
 * to run anywhere ask of a runtime. Answers what the buyer read last, once for each key, and what the feed said.
 */
export async function smoke(registry: string, token: string, releaseId: string): Promise<string[]> {
  const seen: string[] = []
  for (const algorithm of [{ name: "ECDSA", namedCurve: "P-256" }, { name: "Ed25519" }]) {
    const pair = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair
    const key = await crypto.subtle.exportKey("jwk", pair.privateKey)
    const credential = { targetId: "tgt_4kQz7Wm2RtYp9XcVb1NsLd", keys: [{ ...key, kty: String(key.kty) }] }
    seen.push(await install(registry, token, credential))
  }
  return [...seen, `revoked: ${await createRevocations({ registry }).isRevoked(releaseId)}`]
}

async function install(
  registry: string,
  token: string,
  credential: Parameters<typeof createRedeemer>[0]["credential"],
) {
  const store = memoryStore()
  const routes = createInstallRoutes(createRedeemer({ registry, credential, store, maxRetries: 0 }), {
    subject: () => ({ iss: "https://id.example.com", sub: "user-2041" }),
    authorize: () => true,
    install: () => ({ outcome: "completed", targetInstallRef: "agent-1" }),
    store,
  })
  const post = (path: string, body: string, type: string, cookie = "") =>
    new Request(`https://whs.example${path}`, {
      method: "POST",
      headers: { "sec-fetch-site": "same-origin", "content-type": type, cookie },
      body,
    })
  const link = `#${new URLSearchParams({ fp_token: token, fp_iss: registry }).toString()}`
  const received = await routes.receive(post(routes.path, JSON.stringify({ link }), "application/json"))
  const cookie = received.headers.get("set-cookie")?.split(";")[0] ?? ""
  const page = await routes.confirm(new Request(`https://whs.example${routes.path}/confirm`, { headers: { cookie } }))
  const answer = /value="([0-9a-f]{64})"/.exec(await page.text())?.[1] ?? ""
  const form = new URLSearchParams({ install: answer, answer: "install" }).toString()
  const done = await routes.complete(post(`${routes.path}/confirm`, form, "application/x-www-form-urlencoded", cookie))
  return /role="status">([^<]*)/.exec(await done.text())?.[1] ?? String(done.status)
}
