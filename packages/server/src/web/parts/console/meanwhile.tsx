import type { AppContext } from "../../../domain/context.ts"
import type { Listing } from "../../../domain/listings/listing.ts"
import { wordsOf } from "../../form.ts"
import { Notice } from "../notice.tsx"
import { type WordFields, type WordName, wordLabels, wordNames, wordsOfListing } from "./listing-words.tsx"

/** What somebody else saved after this one began to write. */
export interface Meanwhile {
  /** What was typed, and in the fields nobody touched here what they hold by now. */
  readonly form: WordFields
  /** Every field that is not what it was. */
  readonly changed: readonly { readonly name: WordName; readonly now: string; readonly isTyped: boolean }[]
}

/** The words somebody begins with, each as a few letters of its hash: enough to see later which of them changed. */
export const baseOf = (context: AppContext, listing: Listing): string =>
  hashes(context, wordsOfListing(listing)).join(".")

const hashes = ({ secrets }: AppContext, words: Readonly<Partial<Record<WordName, string>>>): string[] =>
  wordNames.map((name) => secrets.hash(settled(name, words[name] ?? "")).slice(0, 12))

/** As it would be saved, so that a blank more or a browser's line breaks are no change. */
function settled(name: WordName, text: string): string {
  if (name === "tags" || name === "categories") return wordsOf(text).join(" ")
  const lines = text.replaceAll("\r\n", "\n")
  return name === "description" ? lines : lines.trim()
}

/** Compares what was begun with, what was typed, and what is there now. */
export function changedSince(context: AppContext, base: string, typed: WordFields, now: Listing): Meanwhile {
  const words = wordsOfListing(now)
  const [before, mine, theirs] = [base.split("."), hashes(context, typed.values), hashes(context, words)]
  const changed = wordNames.flatMap((name, at) =>
    theirs[at] === before[at] ? [] : [{ name, now: words[name], isTyped: mine[at] !== before[at] }],
  )
  const taken = changed.filter(({ isTyped }) => !isTyped).map(({ name, now: word }) => [name, word])
  return { form: { ...typed, values: { ...typed.values, ...Object.fromEntries(taken) } }, changed }
}

/** Says what changed, and shows it beside what was typed. */
export const MeanwhileNotice = ({ meanwhile: { changed } }: { meanwhile: Meanwhile }) => (
  <Notice tone="warn">
    <p>
      <b>Somebody saved this listing while you wrote.</b> What you typed is below and nothing of it is lost. What you
      had not touched is as they left it.
    </p>
    <dl class="meanwhile">
      {changed.map(({ name, now, isTyped }) => (
        <>
          <dt>
            {wordLabels[name]}
            {isTyped ? ", which you changed too, is now" : " is now"}
          </dt>
          <dd data-trust="untrusted">{now === "" ? <span class="soft">empty</span> : now}</dd>
        </>
      ))}
    </dl>
  </Notice>
)
