/** Handles nobody may claim: they would read as the registry speaking, clash with an address, or upset a tool. */
export const reservedHandles: ReadonlySet<string> = new Set(
  `
  about account admin administrator agentelic agentromatic api app assets auth blog categories category
  changes con console constructor contact delegatic docs fleetprompt healthz help home install installs
  listing listings login logout me moderator nul official openapi owner privacy prn prototype publisher
  publishers registry releases root schema search security settings specprompt static status support system
  tag tags target targets terms token tokens undefined user users webhost-systems well-known whoami whs www
  `
    .trim()
    .split(/\s+/),
)
