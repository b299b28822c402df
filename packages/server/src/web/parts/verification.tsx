import type { PublisherName } from "../../domain/publishers/publisher.ts"
import { verificationWords } from "../words.ts"
import { Icon } from "./icons.tsx"
import { Day, dayOf } from "./time.tsx"

type Verified = Pick<PublisherName, "verifiedAtMs" | "verificationMethod">

/** In a list: that somebody checked, and when. Where nobody did nothing is said, for that is no reproach. */
export const VerifiedMark = ({ verifiedAtMs }: Verified) =>
  verifiedAtMs === null ? null : (
    <span class="verified" title={`The publisher was verified on ${dayOf(verifiedAtMs)}`}>
      <Icon name="verified" />
      <span class="hidden">, verified publisher</span>
    </span>
  )

/** On a page: by what it was checked, on which day, and no word about today. */
export const Verification = ({ verifiedAtMs, verificationMethod }: Verified) =>
  verifiedAtMs === null ? (
    <span class="soft">Not verified</span>
  ) : (
    <span class="verified">
      <Icon name="verified" /> Verified {verificationMethod === null ? "" : verificationWords[verificationMethod]} on{" "}
      <Day atMs={verifiedAtMs} />
    </span>
  )
