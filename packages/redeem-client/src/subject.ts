/** The person signed in at the target, as the shared identity provider names them. */
export interface Subject {
  iss: string
  sub: string
}

/**
 * Exactly the two fields the registry compares. A session object with more in it loses the rest here.
 * @throws TypeError where one of them is missing: without a subject, a stranger's link would do.
 */
export function subjectOf({ iss, sub }: Subject): Subject {
  if (typeof iss !== "string" || iss === "" || typeof sub !== "string" || sub === "")
    throw new TypeError("The subject needs iss and sub of the person signed in at the target.")
  return { iss, sub }
}
