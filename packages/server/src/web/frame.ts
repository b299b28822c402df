import type { ModerationRole } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../domain/context.ts"
import type { User, UserPrincipal } from "../domain/identity/user.ts"
import type { Told } from "../http/route.ts"
import { type Assets, loadAssets } from "./assets/load.ts"

/** Light or dark, as a visitor chose; undefined where their system decides. */
export type Theme = "light" | "dark"

/** What every page is drawn in. */
export interface Frame {
  readonly publicUrl: string
  readonly nowMs: number
  readonly theme: Theme | undefined
  /** Who signed in; undefined for anybody else. */
  readonly person: User | undefined
  /** Their role in moderation; null for everybody without one. */
  readonly role: ModerationRole | null
  readonly assets: Assets
}

export const frameOf = async (
  context: AppContext,
  visit: Pick<Told, "header">,
  caller: UserPrincipal | undefined,
): Promise<Frame> => ({
  publicUrl: context.settings.publicUrl,
  nowMs: context.nowMs(),
  theme: themeIn(visit.header("cookie")),
  person: caller?.user,
  role: caller === undefined ? null : await context.store.read.moderation.roleOf(caller.user.userId),
  assets: await loadAssets(),
})

/** The choice in a `Cookie` header. The script writes it, so it holds no secret and is read with care. */
function themeIn(cookies: string | undefined): Theme | undefined {
  const value = /(?:^|;\s*)fp_theme=(light|dark)(?:;|$)/.exec(cookies ?? "")?.[1]
  return value === "light" || value === "dark" ? value : undefined
}
