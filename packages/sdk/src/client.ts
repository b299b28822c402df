import { type Call, callOf } from "./call.ts"
import { connectionOf, type FleetPromptOptions } from "./connection.ts"
import { type Discovery, discovery } from "./contracts/discovery.ts"
import { type Whoami, whoami } from "./contracts/identity.ts"
import { type RateLimitState, rateLimitList } from "./contracts/rate-limits.ts"
import { callerOf, type Client } from "./caller-of.ts"
import type { Caller, CallOptions } from "./endpoint.ts"
import { type Changes, changesOf } from "./resources/changes.ts"
import { type Installs, installsOf } from "./resources/installs.ts"
import { type Listings, listingsOf } from "./resources/listings.ts"
import { type Publishers, publishersOf } from "./resources/publishers.ts"
import { type Releases, releasesOf } from "./resources/releases.ts"
import { type Targets, targetsOf } from "./resources/targets.ts"
import { send } from "./send.ts"
import type { Transport } from "./transport/transport.ts"

/** The client of one registry, whatever carries its requests. */
export abstract class RegistryClient implements Client {
  readonly publishers: Publishers
  readonly listings: Listings
  readonly releases: Releases
  readonly targets: Targets
  readonly installs: Installs
  readonly changes: Changes
  readonly #call: Caller

  protected constructor(options: FleetPromptOptions, transport: Transport) {
    const connection = connectionOf(options, transport)
    this.#call = (endpoint, callOptions) => callOf(send(connection, endpoint, callOptions))
    this.publishers = publishersOf(this.#call)
    this.listings = listingsOf(this.#call)
    this.releases = releasesOf(this.#call)
    this.targets = targetsOf(this.#call)
    this.installs = installsOf(this.#call, connection.sleep)
    this.changes = changesOf(this.#call)
  }

  get [callerOf](): Caller {
    return this.#call
  }

  /** Reads who the token stands for and what it may do. */
  whoami(options?: CallOptions): Call<Whoami> {
    return this.#call({ method: "GET", path: () => "/v1/whoami", reply: whoami }, options)
  }

  /** Reads what is left of the caller's rate limits; asking is not counted. */
  limits(options?: CallOptions): Call<{ data: RateLimitState[] }> {
    return this.#call({ method: "GET", path: () => "/v1/limits", reply: rateLimitList }, options)
  }

  /** Reads what the registry says about itself. */
  discover(options?: CallOptions): Call<Discovery> {
    return this.#call({ method: "GET", path: () => "/.well-known/fleetprompt", reply: discovery }, options)
  }
}
