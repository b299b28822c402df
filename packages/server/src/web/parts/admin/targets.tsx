import { includesRole } from "../../../domain/moderation/require-moderator.ts"
import { isLive, type KeyedTarget, type Target } from "../../../domain/targets/target.ts"
import { adminHref, targetHref } from "../../address.ts"
import type { Frame } from "../../frame.ts"
import { systemWords } from "../../words.ts"
import { DenseTable } from "../dense-table.tsx"
import { Said } from "../text.tsx"
import { Age } from "../time.tsx"
import { AdminFrame } from "./admin-frame.tsx"

const path = `${adminHref}/targets`

interface TargetsProps {
  readonly frame: Frame
  readonly targets: readonly KeyedTarget[]
}

export const TargetsPage = ({ frame, targets }: TargetsProps) => (
  <AdminFrame frame={frame} title="Targets" at={path}>
    {targets.length === 0 ? (
      <div class="empty">
        <h2>No target yet</h2>
        <p>A target is a deployment that installs are handed over to. Without one nothing can be installed.</p>
      </div>
    ) : (
      <DenseTable label="Targets" head={["Name", "System", "Runs", "Live credentials", "Last used"]}>
        {targets.map(({ target, credentials }) => {
          const live = credentials.filter((each) => isLive(each, frame.nowMs))
          const usedAtMs = Math.max(...credentials.map(({ lastUsedAtMs }) => lastUsedAtMs ?? 0), 0)
          return (
            <tr>
              <th scope="row">
                <a class="slug" href={targetHref(target.name)}>
                  {target.name}
                </a>
                {target.disabledAtMs !== null && <span class="tag-state bad">disabled</span>}
                {target.isDefault && <span class="tag-state">default</span>}
              </th>
              <td>{systemWords[target.targetSystem]}</td>
              <td>
                <Versions target={target} />
              </td>
              <td>{live.map(({ kind }) => kind).join(", ") || <span class="soft">none</span>}</td>
              <td>{usedAtMs === 0 ? <span class="soft">never</span> : <Age atMs={usedAtMs} nowMs={frame.nowMs} />}</td>
            </tr>
          )
        })}
      </DenseTable>
    )}
    {includesRole(frame.role, "admin") && (
      <p>
        <a class="button" href={`${adminHref}/new-target`}>
          Register a target
        </a>
      </p>
    )}
  </AdminFrame>
)

/** What a target said it runs. */
export const Versions = ({ target: { systemVersions } }: { target: Target }) => {
  const said = Object.entries(systemVersions)
  return said.length === 0 ? (
    <span class="soft">not said</span>
  ) : (
    <>
      {said.map(([system, version]) => (
        <div class="version">
          {system} <Said text={version} />
        </div>
      ))}
    </>
  )
}
