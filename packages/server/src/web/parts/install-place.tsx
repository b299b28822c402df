import { fieldIssues, limits, targetContext, type TargetContext } from "@fleetprompt/sdk/contracts"
import type { Listing } from "../../domain/listings/listing.ts"
import { slugOf } from "../../domain/listings/listing.ts"
import type { Release } from "../../domain/releases/release.ts"
import type { Target } from "../../domain/targets/target.ts"
import { Said } from "./text.tsx"

/** Where in a target an install belongs: what was typed, and what of it the target would be told. */
export interface Place {
  readonly typed: Readonly<Record<string, string>>
  /** Empty where something of it is wrong. */
  readonly context: TargetContext
  /** What is wrong, by field. */
  readonly wrong: Readonly<Record<string, string>>
}

/** Checks what was typed. A field that is empty was not given. */
export function placeOf(typed: Readonly<Record<string, string>>): Place {
  const parsed = targetContext.safeParse(typed)
  if (parsed.success) return { typed, context: parsed.data, wrong: {} }
  const wrong = Object.fromEntries(fieldIssues(parsed.error).map(({ pointer, message }) => [pointer.slice(1), message]))
  return { typed, context: {}, wrong }
}

const words: Readonly<Record<keyof TargetContext, string>> = {
  telespaceId: "telespace",
  roomId: "room",
  orgId: "organization",
}
const placeFields = Object.keys(words) as readonly (keyof TargetContext)[]

/** A row of what is agreed to: exactly what the target is told of the place. */
export const PlaceRow = ({ context }: { context: Readonly<Record<string, string>> }) => (
  <>
    <dt>Where in it</dt>
    <dd>
      {Object.keys(context).length === 0
        ? "you choose there"
        : Object.entries(context).map(([name, id]) => (
            <div>
              {words[name as keyof TargetContext] ?? name}{" "}
              <code>
                <Said text={id} />
              </code>
            </div>
          ))}
    </dd>
  </>
)

interface ChooserProps {
  readonly listing: Listing
  readonly release: Release
  readonly target: Target
  readonly place: Place
}

/** The way to say where, for who knows the ids: the page comes again and shows what was understood. */
export const PlaceChooser = ({ listing, release, target, place: { typed, wrong } }: ChooserProps) => {
  const isWrong = Object.keys(wrong).length > 0
  const isGiven = Object.keys(typed).length > 0
  return (
    <details class="chooser" open={isWrong}>
      <summary>
        {isGiven ? "Change" : "Say"} where in {target.name}
      </summary>
      <form class="form" method="get" action="/install">
        <input type="hidden" name="listing" value={slugOf(listing)} />
        <input type="hidden" name="version" value={release.version} />
        <input type="hidden" name="target" value={target.name} />
        <p class="soft">
          Ids that {target.name} gave you, passed on as they are. Leave empty what you want to choose there.
        </p>
        {placeFields.map((name) => (
          <div class="field">
            <label htmlFor={name}>Id of the {words[name]}</label>
            <input
              id={name}
              name={name}
              value={typed[name]}
              maxlength={limits.targetContextValueLengthMax}
              autocomplete="off"
              spellcheck={false}
              {...(wrong[name] !== undefined && { "aria-invalid": "true", "aria-describedby": `${name}-wrong` })}
            />
            {wrong[name] !== undefined && (
              <p class="wrong" id={`${name}-wrong`}>
                It {wrong[name]}
              </p>
            )}
          </div>
        ))}
        <p>
          <button type="submit" class="second">
            Use this place
          </button>
        </p>
      </form>
    </details>
  )
}
