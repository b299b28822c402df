import type { ContentWarning, ContentWarningKind } from "@fleetprompt/sdk/contracts"
import { plural } from "../words.ts"
import { Icon } from "./icons.tsx"

const words = {
  hidden_characters: (count) => `${plural(count, "character")} that cannot be seen`,
  bidirectional_control: (count) => `${plural(count, "character")} that can turn the order of words round`,
  instruction_like: (count) => `${plural(count, "phrase")} that speak to a model rather than to you`,
} satisfies Record<ContentWarningKind, (count: number) => string>

const isKnown = (kind: string): kind is ContentWarningKind => kind in words

/** What to watch for in the text of a page. A warning never hides it. */
export const ContentWarnings = ({ warnings }: { warnings: readonly ContentWarning[] }) =>
  warnings.length === 0 ? null : (
    <div class="notice warn" role="note">
      <Icon name="warning" />
      <div>
        <p>
          <b>Read with care.</b> What its publisher wrote holds{" "}
          {warnings.map(({ kind, count }) => (isKnown(kind) ? words[kind](count) : kind)).join(", ")}.
        </p>
      </div>
    </div>
  )
