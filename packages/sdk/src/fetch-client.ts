import { RegistryClient } from "./client.ts"
import type { FleetPromptOptions } from "./connection.ts"
import { fetchTransport } from "./transport/fetch.ts"

/**
 * The client of one registry, on the runtime's `fetch`. Every call rejects with a `FleetPromptError`, or with a `TypeError` or
 * `RangeError` where an argument cannot be meant.
 * @example
 * const fp = new FleetPrompt({ baseUrl: "https://fleetprompt.com" })
 * for await (const card of fp.listings.search({ q: "triage" })) console.log(card.slug)
 */
export class FleetPrompt extends RegistryClient {
  /** @throws TypeError, RangeError for options that cannot be meant, such as an address without https. */
  constructor(options: FleetPromptOptions) {
    super(options, fetchTransport(undefined))
  }
}
