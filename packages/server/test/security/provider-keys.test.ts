import { createHmac } from "node:crypto"
import { beforeEach, describe, expect, it } from "vitest"
import { accessTokenVerifier } from "../../src/oidc/access-tokens.ts"
import { expectRefusal } from "../support/answers.ts"
import { minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { audience, createKey } from "../support/identity-provider.ts"
import { base64url, type Opened, openWithProvider } from "../support/trusting-registry.ts"

describe.each(engines.filter(({ name }) => name === "SQLite"))(
  "T-OIDC-3 · the keys of the identity provider",
  (engine) => {
    let opened: Opened
    beforeEach(async () => {
      opened = await openWithProvider(engine)
      return () => opened.close()
    })

    const expectUnavailable = async (credential: string) => {
      const answer = await opened.whoami(credential)
      expectRefusal(answer, 503, "IDENTITY_PROVIDER_UNAVAILABLE")
      expect(answer.problem.retryable).toBe(true)
    }

    it("are asked for once, however many people come at the same time", async () => {
      const token = await opened.token()
      const answers = await Promise.all(Array.from({ length: 50 }, () => opened.whoami(token)))
      expect(answers.every(({ status }) => status === 200)).toBe(true)
      expect(opened.provider.keyRequests()).toBe(1)
    })

    it("are asked for at most once in 30 seconds, however many tokens name keys of their own", async () => {
      expect((await opened.whoami(await opened.token())).status).toBe(200)
      opened.registry.clock.advance(30_000)
      for (let count = 0; count < 1_000; count++) {
        const forged = `${base64url({ alg: "ES256", kid: `random-${count}`, typ: "at+jwt" })}.${base64url({})}.AAAA`
        expectRefusal(await opened.whoami(forged), 401, "UNAUTHENTICATED")
      }
      expect(opened.provider.keyRequests()).toBe(2)
    })

    it("can be changed: a new one is learned after the cooldown, and an old one forgotten within ten minutes", async () => {
      const second = await createKey("second")
      expect((await opened.whoami(await opened.token())).status).toBe(200)
      opened.provider.publish([second])
      expect((await opened.whoami(await opened.token({ key: second }))).status).toBe(401)
      opened.registry.clock.advance(30_000)
      expect((await opened.whoami(await opened.token({ key: second }))).status).toBe(200)
      expect((await opened.whoami(await opened.token())).status).toBe(401)
    })

    it("of old are good for ten minutes when the provider is gone, and then nobody is let in", async () => {
      const token = await opened.token({ claims: { exp: 4_102_444_800 } })
      expect((await opened.whoami(token)).status).toBe(200)
      opened.provider.misbehave((_request, response) => response.destroy())
      opened.registry.clock.advance(minutes(10) - 1)
      expect((await opened.whoami(token)).status).toBe(200)
      opened.registry.clock.advance(1)
      await expectUnavailable(token)
      opened.provider.misbehave(undefined)
      opened.registry.clock.advance(5_000)
      expect((await opened.whoami(token)).status).toBe(200)
    })

    it("are asked for at most once in five seconds while the provider fails", async () => {
      opened.provider.misbehave((_request, response) => {
        response.statusCode = 503
        response.end()
      })
      let asked = 0
      const log = { info: () => {}, warn: () => void asked++, error: () => {} }
      const config = { issuer: opened.provider.issuer, audience, tokenType: "at+jwt", jwksUrl: undefined } as const
      const verifier = accessTokenVerifier(config, opened.registry.clock.nowMs, log)
      const token = await opened.token()
      for (let count = 0; count < 100; count++) expect(await verifier.verify(token)).toBe("unavailable")
      expect(asked).toBe(1)
      opened.registry.clock.advance(5_000)
      expect(await verifier.verify(token)).toBe("unavailable")
      expect(asked).toBe(2)
    })

    it("may also be at an address the operator names", async () => {
      const jwksUrl = `${opened.provider.issuer}/keys`
      const config = { issuer: "https://unreachable.invalid", audience, tokenType: "at+jwt", jwksUrl } as const
      const log = { info: () => {}, warn: () => {}, error: () => {} }
      const verifier = accessTokenVerifier(config, opened.registry.clock.nowMs, log)
      const token = await opened.token({ claims: { iss: config.issuer } })
      expect(await verifier.verify(token)).toMatchObject({ iss: config.issuer, sub: "alice" })
    })

    const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
      [status, body, headers] as const
    it.each([
      ["an error", answering(500, "{}")],
      ["a redirect", answering(302, "", { location: "http://127.0.0.1:9/keys" })],
      ["a page", answering(200, "<html>")],
      ["no keys", answering(200, '{"keys":[]}')],
      [
        "metadata of another issuer",
        answering(200, '{"issuer":"https://evil.example","jwks_uri":"http://127.0.0.1:9"}'),
      ],
    ])("admit nobody where the provider answers %s", async (_what, [status, body, headers]) => {
      opened.provider.misbehave((_request, response) => {
        response.writeHead(status, headers)
        response.end(body)
      })
      await expectUnavailable(await opened.token())
    })

    it.each<[string, (issuer: string) => Record<string, string>]>([
      ["of another issuer", (issuer) => ({ issuer: "https://evil.example", jwks_uri: `${issuer}/keys` })],
      ["with a slash more", (issuer) => ({ issuer: `${issuer}/`, jwks_uri: `${issuer}/keys` })],
      [
        "that names an address without https",
        (issuer) => ({ issuer, jwks_uri: `${issuer}/keys`.replace("127.0.0.1", "0.0.0.0") }),
      ],
      ["that names a file", (issuer) => ({ issuer, jwks_uri: "file:///etc/hostname" })],
    ])("are not asked for where the metadata is one %s", async (_what, metadataOf) => {
      const { issuer, key, keyRequests } = opened.provider
      opened.provider.misbehave((request, response) => {
        const document = request.url === "/keys" ? { keys: [key.publicJwk] } : metadataOf(issuer)
        response.end(JSON.stringify(document))
      })
      await expectUnavailable(await opened.token())
      expect(keyRequests()).toBe(0)
    })

    it("are not read to their end where they are more than a provider can have", async () => {
      const padded = {
        ...opened.provider.key,
        publicJwk: { ...opened.provider.key.publicJwk, x5t: "x".repeat(300_000) },
      }
      opened.provider.publish([padded])
      await expectUnavailable(await opened.token())
    })

    it("with a private or a shared half in them admit nobody", async () => {
      const secret = { kty: "oct", k: base64url("a shared secret of some length"), kid: "first", alg: "HS256" }
      opened.provider.publish([{ ...opened.provider.key, publicJwk: secret }])
      const input = `${base64url({ alg: "HS256", kid: "first", typ: "at+jwt" })}.${(await opened.token()).split(".")[1]}`
      const mac = createHmac("sha256", "a shared secret of some length").update(input).digest("base64url")
      expectRefusal(await opened.whoami(`${input}.${mac}`), 401, "UNAUTHENTICATED")
    })
  },
)
