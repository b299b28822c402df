import { createHash, randomBytes } from "node:crypto"
import { hostname } from "node:os"
import { setTimeout as sleep } from "node:timers/promises"
import { type FleetPrompt, isCode } from "@fleetprompt/sdk/fetch"
import { accountOf } from "@fleetprompt/sdk/account"
import { limits, type Scope, type StartedDeviceLogin } from "@fleetprompt/sdk/contracts"
import type { Context } from "../../context.ts"
import { CliError } from "../../errors.ts"
import { visibleLine } from "../../output/visible.ts"

/** How much longer to wait between polls each time the registry says so (RFC 8628 §3.5). */
const slowDownMs = 5_000

/**
 * Asks the person in front of the terminal to approve this program in their browser, and waits until they did.
 * @returns the secret of the session.
 * @throws ApiError, CliError where they did not.
 */
export async function deviceLogin(
  client: FleetPrompt,
  context: Context,
  scopes: readonly Scope[],
  opensBrowser: boolean,
): Promise<string> {
  const codeVerifier = randomBytes(32).toString("base64url")
  const codeChallenge = createHash("sha256").update(codeVerifier).digest("base64url")
  const { deviceLogins } = accountOf(client)
  const started = await deviceLogins
    .start({ codeChallenge, scopes: [...scopes], clientName: clientName() })
    .catch((error: unknown) => {
      throw isCode(error, "NOT_FOUND") ? noBrowserLogin() : error
    })
  await show(started, context, opensBrowser)
  const poll = async () => (await deviceLogins.poll({ deviceCode: started.deviceCode, codeVerifier })).secret
  return await context.output.waiting("Waiting for your approval", pollUntilDecided(started, poll, context))
}

const noBrowserLogin = () =>
  new CliError({
    code: "LOGIN_FAILED",
    message: "This registry does not let programs sign in by way of the browser.",
    remedy: "Pipe a token to `fleetprompt login --with-token`, or set FLEETPROMPT_TOKEN.",
  })

/** What asks, as the page that approves shows it. */
const clientName = () => `fleetprompt on ${visibleLine(hostname())}`.slice(0, limits.displayNameLengthMax)

async function show(started: StartedDeviceLogin, context: Context, opensBrowser: boolean): Promise<void> {
  const { io, output } = context
  output.say(
    `Open ${address(started.verificationUri)}\nand enter ${output.noteTheme.strong(visibleLine(started.userCode))}`,
  )
  output.note("Approve only a code that you see here.")
  if (opensBrowser) await io.openBrowser(address(started.verificationUriComplete))
}

/**
 * An address the registry gave, as an opener may have it.
 * @throws CliError for anything but a web page: an opener would start programs for others.
 */
function address(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === "https:" || url?.protocol === "http:") return visibleLine(url.href)
  throw new CliError({
    code: "LOGIN_FAILED",
    message: "The registry names no web page to sign in on.",
    remedy: "Check the address: --registry or FLEETPROMPT_URL.",
  })
}

async function pollUntilDecided(
  { intervalMs, expiresAtMs }: StartedDeviceLogin,
  poll: () => Promise<string>,
  { io }: Context,
): Promise<string> {
  let pauseMs = intervalMs
  const wait = async () =>
    await (io.transport.sleep?.(pauseMs, io.interrupted) ?? sleep(pauseMs, undefined, { signal: io.interrupted }))
  for (;;) {
    await wait()
    try {
      return await poll()
    } catch (error) {
      if (isCode(error, "SLOW_DOWN")) pauseMs += slowDownMs
      else if (!isCode(error, "AUTHORIZATION_PENDING")) throw error
      // A registry that is out of step with its own clock must not keep us for ever.
      if (io.nowMs() > expiresAtMs + limits.deviceLoginTtlMs) throw error
    }
  }
}
