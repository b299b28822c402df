import type { Child } from "hono/jsx"
import { Wide } from "./wide.tsx"

interface DenseTableProps {
  readonly label: string
  /** The headings; one that is empty is of a column of buttons. */
  readonly head: readonly string[]
  /** The rows. */
  readonly children?: Child
}

/** Many things one below the other, a line each. */
export const DenseTable = ({ label, head, children }: DenseTableProps) => (
  <Wide label={label}>
    <table class="dense">
      <thead>
        <tr>
          {head.map((words) => (
            <th scope="col">{words === "" ? <span class="hidden">What to do</span> : words}</th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </Wide>
)
