import {
  createTokenRequest,
  idOf,
  isPersonalTokenScope,
  limits,
  type Page,
  scopes,
  slug,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import { issueToken, tokenSecretOf } from "../../../domain/identity/issue-token.ts"
import { listTokens } from "../../../domain/identity/list-tokens.ts"
import { revokeToken } from "../../../domain/identity/revoke-token.ts"
import type { PersonalToken, UserPrincipal } from "../../../domain/identity/user.ts"
import { signedIn } from "../../../http/access.ts"
import { redirect, type Reply } from "../../../http/reply.ts"
import { consoleHref } from "../../address.ts"
import { type Form, newForm, orAgain, sentBack, typedInto, wordsIn } from "../../form.ts"
import { claimOf, formKey, newFormKey } from "../../form-key.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { Command } from "../../parts/command.tsx"
import { DoneNotice } from "../../parts/console/done-notice.tsx"
import { consolePlace } from "../../parts/console/place.ts"
import { ConsoleFrame } from "../../parts/console-frame.tsx"
import { DenseTable } from "../../parts/dense-table.tsx"
import { ErrorSummary } from "../../parts/error-summary.tsx"
import { CheckField, TextField } from "../../parts/field.tsx"
import { NextPage } from "../../parts/next-page.tsx"
import { Notice } from "../../parts/notice.tsx"
import { isLive, StateWord } from "../../parts/state-word.tsx"
import { Said } from "../../parts/text.tsx"
import { Age, Day } from "../../parts/time.tsx"
import { cursor, optionally } from "../../query.ts"
import { plural, scopeWords } from "../../words.ts"

const path = `${consoleHref}/tokens`
const labels = {
  name: "Name",
  scopes: "What it may do",
  listings: "For these listings alone",
  expiresInDays: "Days it lasts",
}
type TokenFields = Form<keyof typeof labels>
const doneWords = {
  made: "The token is made. It was shown once, and is never shown again.",
  revoked: "The token is revoked.",
}
const done = Object.keys(doneWords) as (keyof typeof doneWords)[]
const { name, scopes: scopesWanted } = createTokenRequest.shape

const tokenForm = z.object({
  name,
  scopes: wordsIn(scopesWanted),
  listings: wordsIn(
    z.array(slug).max(limits.tokenListingsMax, `must name at most ${limits.tokenListingsMax} listings`),
  ),
  expiresInDays: z.coerce.number<string>().int().min(1).max(limits.tokenTtlDaysMax),
  key: formKey,
})

/** Tokens for the machines of who signed in. */
export const tokenPages = (context: AppContext) => [
  page({
    path,
    name: "pages.tokens",
    summary: "Show the personal tokens of who signed in",
    access: signedIn,
    query: z.object({ cursor, done: optionally(z.enum(done)) }),
    handle: async ({ caller, query, frame }) => await showTokens(context, caller, frame, newTokenForm(), query),
  }),
  page({
    method: "POST",
    path,
    name: "pages.createToken",
    summary: "Create a personal token, and show it this once",
    access: signedIn,
    limit: "token",
    form: tokenForm,
    async handle({ caller, requestId, form, frame }) {
      const again = (shown: TokenFields) => showTokens(context, caller, frame, shown)
      if (!form.ok) return await again(sentBack(newTokenForm(), form))
      const { key, listings, ...wanted } = form.data
      const filled = typedInto(newTokenForm(), form.typed)
      return await orAgain(filled, { NOT_FOUND: "listings" }, again, async () => {
        const claim = claimOf(context, caller, `POST ${path}`, key, { ...wanted, listings })
        const named = listings.length === 0 ? undefined : [...new Set(listings)]
        const command = { ...wanted, listings: named, caller, requestId, claim }
        const { result: token, replayed } = await issueToken(context, command)
        // Who loads the page again sends the form again, and is not shown the token again.
        if (replayed) return redirect(`${path}?done=made`, 303)
        const secret = tokenSecretOf(context, token.tokenId, claim)
        return html(<IssuedPage frame={frame} token={token} secret={secret} />, { status: 201, headers: unkept })
      })
    },
  }),
  page({
    method: "POST",
    path: `${path}/:tokenId/revoke`,
    name: "pages.revokeToken",
    summary: "Revoke a personal token",
    access: signedIn,
    params: z.object({ tokenId: idOf("token") }),
    async handle({ caller, requestId, params: { tokenId } }) {
      await revokeToken(context, { caller, requestId, tokenId })
      return redirect(`${path}?done=revoked`, 303)
    },
  }),
]

/** The one page with a credential on it: nobody keeps it, and no other site learns where it stood. */
const unkept = { "cache-control": "no-store", "referrer-policy": "no-referrer" }

const newTokenForm = (): TokenFields => newForm(labels, { expiresInDays: "90" })

async function showTokens(
  context: AppContext,
  caller: UserPrincipal,
  frame: Frame,
  form: TokenFields,
  query: TokensProps["query"] = {},
): Promise<Reply> {
  const tokens = await listTokens(context, caller, { limit: limits.pageSizeDefault, cursor: query.cursor })
  const shown = { frame, tokens, form, query, formKey: newFormKey(context) }
  return html(<TokensPage {...shown} />, { status: form.wrong.length === 0 ? 200 : 422 })
}

interface TokensProps {
  readonly frame: Frame
  readonly tokens: Page<PersonalToken>
  readonly form: TokenFields
  readonly query: { readonly cursor?: string | undefined; readonly done?: (typeof done)[number] | undefined }
  readonly formKey: string
}

const TokensPage = ({ frame, tokens, form, query, formKey: key }: TokensProps) => (
  <ConsoleFrame
    frame={frame}
    title={form.wrong.length === 0 ? "Tokens" : "Not created: token"}
    place={consolePlace}
    at={path}
    current="console"
    heading="Tokens"
  >
    <DoneNotice done={query.done} words={doneWords} />
    {tokens.data.length === 0 ? (
      <p class="empty">
        No token yet. A machine signs in with one; where your pipeline has an identity of its own, trusted publishing
        needs none.
      </p>
    ) : (
      <DenseTable label="Your tokens" head={["Token", "May", "Last used", "Until", "State", ""]}>
        {tokens.data.map((token) => (
          <TokenRow token={token} nowMs={frame.nowMs} />
        ))}
      </DenseTable>
    )}
    <NextPage href={path} nextCursor={tokens.page.nextCursor} isLater={query.cursor !== undefined} />
    <section aria-labelledby="new-token">
      <h2 id="new-token">New token</h2>
      <ErrorSummary form={form}>The token was not created.</ErrorSummary>
      <form class="form" method="post" action={path}>
        <input type="hidden" name="key" value={key} />
        <TextField
          form={form}
          name="name"
          help="So that you know later where it is used."
          with={{ maxlength: limits.displayNameLengthMax }}
        />
        <CheckField form={form} name="scopes" help="As little as the machine needs." options={scopeOptions} />
        <TextField
          form={form}
          name="listings"
          help="As publisher/name, with blanks between. Left empty, it may change every listing you may."
          optional
          with={{ autocapitalize: "none", spellcheck: false }}
        />
        <TextField form={form} name="expiresInDays" type="number" with={{ min: 1, max: limits.tokenTtlDaysMax }} />
        <p>
          <button type="submit">Create token</button>
        </p>
      </form>
    </section>
  </ConsoleFrame>
)

const scopeOptions = scopes.filter(isPersonalTokenScope).map(
  (scope) =>
    [
      scope,
      <>
        {scopeWords[scope]} <span class="slug soft">{scope}</span>
      </>,
    ] as const,
)

const TokenRow = ({ token, nowMs }: { token: PersonalToken; nowMs: number }) => (
  <tr>
    <th scope="row">
      <Said text={token.name} />
    </th>
    <td>
      <span class="slug">{token.scopes.join(" ")}</span>
      {token.listingIds !== null && <div class="soft">{plural(token.listingIds.length, "listing")} alone</div>}
    </td>
    <td>{token.lastUsedAtMs === null ? "never" : <Age atMs={token.lastUsedAtMs} nowMs={nowMs} />}</td>
    <td>
      <Day atMs={token.expiresAtMs} />
    </td>
    <td>
      <StateWord revokedAtMs={token.revokedAtMs} endsAtMs={token.expiresAtMs} nowMs={nowMs} />
    </td>
    <td>
      {isLive(token.revokedAtMs, token.expiresAtMs, nowMs) && (
        <form method="post" action={`${path}/${token.tokenId}/revoke`}>
          <button type="submit" class="bad">
            Revoke<span class="hidden"> {token.name}</span>
          </button>
        </form>
      )}
    </td>
  </tr>
)

const IssuedPage = ({ frame, token, secret }: { frame: Frame; token: PersonalToken; secret: string }) => (
  <ConsoleFrame
    frame={frame}
    title="Your new token"
    place={consolePlace}
    at={path}
    current="console"
    heading="Your new token"
  >
    <Notice tone="warn">
      <p>
        <b>Copy it now.</b> It is shown this once and kept nowhere here: whoever has it can do what it may, until{" "}
        <Day atMs={token.expiresAtMs} /> or until you revoke it.
      </p>
    </Notice>
    <p>
      <Said text={token.name} />, for <span class="slug">{token.scopes.join(" ")}</span>
    </p>
    <Command line={secret} label="the token" />
    <p>
      Give it to a machine as <code>FLEETPROMPT_TOKEN</code>, from a store for secrets. It belongs in no repository and
      no command line.
    </p>
    <p>
      <a class="button second" href={path}>
        I have copied it
      </a>
    </p>
  </ConsoleFrame>
)
