import type { Release } from "../../domain/releases/release.ts"
import { Wide } from "./wide.tsx"

/** What of a release is compared, field by field. */
type Content = Pick<Release, "version" | "refs" | "compatibility" | "artifact" | "digest">

/** The fields of two releases beside each other, with what differs marked. */
export const ReleaseDiff = ({ from, to }: { from: Content; to: Content }) => (
  <Wide label="Fields of both releases">
    <table class="diff">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">{from.version}</th>
          <th scope="col">{to.version}</th>
        </tr>
      </thead>
      <tbody>
        {rowsOf(from, to).map(({ words, before, after }) => (
          <tr class={before === after ? "same" : "differs"}>
            <th scope="row">
              {words}
              {before !== after && <span class="hidden"> (differs)</span>}
            </th>
            <Value text={before} gone={before !== after} />
            <Value text={after} come={before !== after} />
          </tr>
        ))}
      </tbody>
    </table>
  </Wide>
)

const Value = ({ text, gone = false, come = false }: { text: string; gone?: boolean; come?: boolean }) => (
  <td data-trust="untrusted">
    {text === "" ? (
      <span class="soft">none</span>
    ) : gone ? (
      <del>{text}</del>
    ) : come ? (
      <ins>{text}</ins>
    ) : (
      <code>{text}</code>
    )}
  </td>
)

interface Row {
  readonly words: string
  readonly before: string
  readonly after: string
}

/** Every field that one of them has, the parts of an object one by one. */
function rowsOf(from: Content, to: Content): Row[] {
  const [one, other] = [flat(from), flat(to)]
  const names = [...new Set([...one.keys(), ...other.keys()])].toSorted()
  return names.map((name) => ({ words: name, before: one.get(name) ?? "", after: other.get(name) ?? "" }))
}

const flat = (release: Content): Map<string, string> =>
  new Map([
    ...Object.entries(release.refs).map(([name, value]): [string, string] => [`refs.${name}`, value]),
    ...Object.entries(release.compatibility).map(([name, value]): [string, string] => [`compatibility.${name}`, value]),
    ["artifact.url", release.artifact?.url ?? ""],
    ["artifact.sha256", release.artifact?.sha256 ?? ""],
    ["digest", release.digest],
  ])
