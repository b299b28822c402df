import type { FleetPrompt } from "../../src/index.ts"

/** A method of the client, the request it sends and a reply the registry could give. */
export interface ApiCall {
  name: string
  call: (fp: FleetPrompt) => PromiseLike<unknown>
  sends: string
  body?: object
  reply: object
}

export const slug = "acme/support-triage"
