import type { ListingStatus } from "@fleetprompt/sdk/contracts"
import { statusWords } from "../../words.ts"

const tones = { draft: "", published: " good", unlisted: "", suspended: " bad" } satisfies Record<ListingStatus, string>

/** The status of a listing, in a word. */
export const StatusMark = ({ status }: { status: ListingStatus }) => (
  <span class={`tag-state${tones[status]}`}>{statusWords[status]}</span>
)
