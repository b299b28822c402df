/** Why a token is not redeemed. Each is an expected answer that a target shows to its user. */
export type RefusalReason = keyof typeof refusalMessages

/** A redeem that was refused. `message` is our own wording for people, never the registry's. */
export interface Refusal {
  ok: false
  reason: RefusalReason
  message: string
  requestId: string | null
}

/** Makes a refusal; `requestId` is null where the registry was not asked. */
export const refusal = (reason: RefusalReason, requestId: string | null): Refusal => ({
  ok: false,
  reason,
  message: refusalMessages[reason],
  requestId,
})

/** The reason behind an error code of the registry, or undefined where the code is no expected answer. */
export const reasonOf = (problemCode: string): RefusalReason | undefined => reasons.get(problemCode)

const reasons: ReadonlyMap<string, RefusalReason> = new Map([
  ["INSTALL_TOKEN_MALFORMED", "malformed"],
  ["INSTALL_TOKEN_INVALID", "invalid"],
  ["INSTALL_TOKEN_EXPIRED", "expired"],
  ["INSTALL_INTENT_CANCELED", "canceled"],
  ["INSTALL_TOKEN_REDEEMED", "already_redeemed"],
  ["BUYER_MISMATCH", "buyer_mismatch"],
  ["RELEASE_NOT_INSTALLABLE", "release_unavailable"],
  ["PUBLISHER_LOCKED", "release_unavailable"],
  ["CODE_VERIFIER_MISMATCH", "verifier_mismatch"],
  ["TARGET_DISABLED", "target_disabled"],
])

/** Our own words for each. */
export const refusalMessages = {
  malformed: "This is not a whole install token.",
  invalid: "This install is not known here. Start it again from the registry.",
  expired: "This install has expired. Start it again from the registry.",
  canceled: "This install was canceled. Start it again from the registry.",
  already_redeemed: "This install was already used. Start a new one from the registry.",
  buyer_mismatch: "Somebody else started this install. Sign in as that person, or start your own.",
  release_unavailable: "This release can no longer be installed. Choose another one in the registry.",
  verifier_mismatch: "This install was asked for in another session. Start it again.",
  target_disabled: "This system takes no installs at present.",
}
