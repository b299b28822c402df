import type { KnownTrustedPublisher } from "../../../domain/trusted-publishing/trusted-publisher.ts"
import { ownListingHref } from "../../address.ts"
import { DenseTable } from "../dense-table.tsx"
import { Said } from "../text.tsx"
import { Age, Day } from "../time.tsx"

interface TrustTableProps {
  readonly trusted: readonly KnownTrustedPublisher[]
  readonly nowMs: number
  /** Where removing one is asked for; undefined for those who may not. */
  readonly removalOf: ((one: KnownTrustedPublisher) => string) | undefined
  /** Whether it is said of each what it is for, where they are not all for the same. */
  readonly isOfMany?: boolean
}

/** Whose runs may publish, one below the other. */
export const TrustTable = (props: TrustTableProps) => (
  <DenseTable
    label="Trusted publishers"
    head={[...(props.isOfMany ? ["Listing"] : []), "Repository and workflow", "Only", "Last used", ""]}
  >
    {props.trusted.map((one) => (
      <TrustRow {...props} one={one} />
    ))}
  </DenseTable>
)

const TrustRow = ({ one, nowMs, removalOf, isOfMany }: TrustTableProps & { readonly one: KnownTrustedPublisher }) => (
  <tr>
    {isOfMany ? (
      <>
        <th scope="row">
          <TrustedSlug one={one} />
        </th>
        <td>
          <Runs one={one} />
        </td>
      </>
    ) : (
      <th scope="row">
        <Runs one={one} />
      </th>
    )}
    <td>
      <Narrowed one={one} />
    </td>
    <td>
      {one.lastUsedAtMs === null ? "never" : <Age atMs={one.lastUsedAtMs} nowMs={nowMs} />}
      <div class="soft">
        added <Day atMs={one.createdAtMs} />
      </div>
    </td>
    <td>
      {removalOf && (
        <form method="post" action={removalOf(one)}>
          <button type="submit" class="bad">
            Remove
            <span class="hidden">
              {" "}
              {one.repository} from {one.slug}
            </span>
          </button>
        </form>
      )}
    </td>
  </tr>
)

/** What it is for: a listing, or one that the first run will make. */
const TrustedSlug = ({ one: { slug, isPending } }: { one: KnownTrustedPublisher }) =>
  isPending ? (
    <>
      <span class="slug">{slug}</span>
      <div class="standing-word warn">pending: no such listing yet</div>
    </>
  ) : (
    <a class="slug" href={`${ownListingHref(slug)}/trusted-publishers`}>
      {slug}
    </a>
  )

/** Whose runs they are. */
const Runs = ({ one }: { one: KnownTrustedPublisher }) => (
  <>
    <Said text={one.repository} />
    <div>
      <Said text={one.workflow} />
    </div>
    <div class="soft">
      {one.issuer}, owner {one.ownerId},{" "}
      {one.repositoryId === null ? "repository kept from its first run" : `repository ${one.repositoryId}`}
    </div>
  </>
)

const Narrowed = ({ one }: { one: KnownTrustedPublisher }) => (
  <>
    {one.environment !== null && (
      <div>
        environment <Said text={one.environment} />
      </div>
    )}
    {one.refPattern !== null && (
      <div>
        <Said text={one.refPattern} />
      </div>
    )}
    <div class="soft">{one.events.join(", ")}</div>
    {one.unpinnedEnvironment !== null && (
      <div class="standing-word warn">
        its last run was in the environment <Said text={one.unpinnedEnvironment} />: name it to be stricter
      </div>
    )}
  </>
)
