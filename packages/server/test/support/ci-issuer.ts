import { createServer, type IncomingMessage } from "node:http"
import { Provider } from "oidc-provider"
import { vi } from "vitest"

const clientId = "runner"
const clientSecret = "a secret of the runner's, long enough"
const bearer = "what the runner hands its jobs"

/** A CI on this machine: an identity provider, and the address where a job asks for a token of its own. */
export interface CiIssuer {
  readonly issuer: string
  /** What a job of GitHub's finds in its environment. */
  readonly environment: Readonly<Record<string, string>>
  /** The tokens that jobs were given, in order. */
  readonly given: readonly string[]
  /** What the tokens of the next jobs claim. */
  claim(claims: Readonly<Record<string, string>>): void
  tokenFor(audience: string): Promise<string>
  close(): Promise<void>
}

export async function startCiIssuer(): Promise<CiIssuer> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const issuer = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
  let claims: Readonly<Record<string, string>> = {}
  const given: string[] = []
  // It says at length that its keys are for tests.
  const quiet = [vi.spyOn(console, "info"), vi.spyOn(console, "warn")].map((spy) => spy.mockReturnValue())
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        grant_types: ["client_credentials"],
        redirect_uris: [],
        response_types: [],
      },
    ],
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, resource) => ({
          scope: "",
          audience: resource,
          accessTokenTTL: 300,
          accessTokenFormat: "jwt",
          jwt: { sign: { alg: "RS256" } },
        }),
      },
    },
    extraTokenClaims: () => claims,
    ttl: { ClientCredentials: 300 },
  })
  for (const spy of quiet) spy.mockRestore()
  const answer = provider.callback()

  async function tokenFor(audience: string): Promise<string> {
    const response = await fetch(`${issuer}/token`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${clientId}:${encodeURIComponent(clientSecret)}`)}` },
      body: new URLSearchParams({ grant_type: "client_credentials", resource: audience }),
    })
    const reply: { access_token?: string } = await response.json()
    if (reply.access_token === undefined) throw new Error(`The issuer gave no token: ${JSON.stringify(reply)}`)
    given.push(reply.access_token)
    return reply.access_token
  }

  async function answerJob(request: IncomingMessage): Promise<{ status: number; body: object }> {
    if (request.headers.authorization !== `Bearer ${bearer}`) return { status: 401, body: {} }
    const audience = new URL(request.url ?? "", issuer).searchParams.get("audience") ?? ""
    return { status: 200, body: { value: await tokenFor(audience) } }
  }

  server.on("request", (request, response) => {
    const isJob = request.url?.startsWith("/runner/token") === true
    const done = isJob
      ? answerJob(request).then(({ status, body }) => response.writeHead(status).end(JSON.stringify(body)))
      : answer(request, response)
    done.catch(() => response.writeHead(500).end())
  })
  return {
    issuer,
    environment: {
      CI: "true",
      GITHUB_ACTIONS: "true",
      ACTIONS_ID_TOKEN_REQUEST_URL: `${issuer}/runner/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
    },
    given,
    claim: (next) => {
      claims = next
    },
    tokenFor,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What GitHub would claim of a run that the tag `v1.4.0` started. */
export const githubRun = (changed: Readonly<Record<string, string>> = {}) => ({
  repository: "acme/triage",
  repository_id: "7001",
  repository_owner: "acme",
  repository_owner_id: "42",
  workflow_ref: "acme/triage/.github/workflows/publish.yml@refs/tags/v1.4.0",
  job_workflow_ref: "acme/triage/.github/workflows/publish.yml@refs/tags/v1.4.0",
  event_name: "push",
  ref: "refs/tags/v1.4.0",
  sha: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  run_id: "9001",
  run_attempt: "1",
  ...changed,
})
