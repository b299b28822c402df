/** What each exit code promises. Scripts build on them, so a number never changes its meaning. */
export const exitCodes = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  validation: 3,
  auth: 4,
  refused: 5,
  conflict: 6,
  retryable: 7,
  pending: 8,
  notInstalled: 10,
  interrupted: 130,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The sentence behind each code, as `fleetprompt help exit-codes` prints it. */
export const exitCodeMeanings: Record<ExitCode, string> = {
  0: "Done, or there was nothing to do. An empty list is a success too.",
  1: "Something unexpected failed.",
  2: "The command line or the environment is wrong.",
  3: "The manifest or the content breaks a rule, and every finding is listed; or a receipt does not hold.",
  4: "A valid credential is missing, has ended, or does not allow this.",
  5: "There is no such thing, it is not yours, or the registry refused.",
  6: "It conflicts with what is there: version exists, handle taken, changed meanwhile.",
  7: "The registry was busy or out of reach; running the command again may succeed.",
  8: "Not over yet: the time to wait was, and running the command again may tell more.",
  10: "The target declined the install, or failed at it.",
  130: "Interrupted.",
}
