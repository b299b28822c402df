import { signInProvider } from "../../src/oidc/sign-in.ts"
import { createClock } from "./clock.ts"
import type { Engine } from "./engines.ts"
import { audience } from "./identity-provider.ts"
import { clientId, clientSecret } from "./oidc-provider.ts"
import { openRegistry, type TestRegistry } from "./registry.ts"
import { Visitor } from "./visitor.ts"

export const callback = "https://registry.example/sign-in/callback"

/** A registry where people sign in at a provider. Its clock begins now, for that is the provider's. */
export const openWithSignIn = (engine: Engine, issuer: string): Promise<TestRegistry> =>
  openRegistry(
    engine,
    {},
    ({ nowMs, log }) => ({
      signInProvider: signInProvider({
        config: { issuer, audience, tokenType: "at+jwt", jwksUrl: undefined },
        client: { id: clientId, secret: clientSecret },
        redirectUri: callback,
        sealKey: Buffer.alloc(32, 7),
        nowMs,
        log,
      }),
    }),
    createClock(Date.now()),
  )

/** A browser that was sent to the provider: where to, and what it keeps meanwhile. */
export interface Sent {
  readonly location: string
  readonly cookie: string
}

export async function sentToProvider({ app }: TestRegistry, path = "/sign-in/start"): Promise<Sent> {
  const { headers } = await new Visitor(app).get(path)
  return { location: headers.get("location") ?? "", cookie: headers.get("set-cookie")?.split(";")[0] ?? "" }
}

/** The path and query of an address. */
export const pathOf = ({ pathname, search }: URL): string => `${pathname}${search}`
