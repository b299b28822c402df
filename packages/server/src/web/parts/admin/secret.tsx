import { adminHref, targetHref } from "../../address.ts"
import type { Frame } from "../../frame.ts"
import { Command } from "../command.tsx"
import { Notice } from "../notice.tsx"
import { AdminFrame } from "./admin-frame.tsx"

/** A secret, this once. */
export const SecretPage = ({ frame, name, secret }: { frame: Frame; name: string; secret: string }) => (
  <AdminFrame frame={frame} title={`The secret of ${name}`} at={`${adminHref}/targets`}>
    <Notice tone="warn">
      <p>
        <b>Copy it now.</b> Only a hash of it is kept, so nobody can show it again. Whoever has it can redeem installs
        as {name}: put it where {name} keeps its secrets, and into no chat and no mail.
      </p>
    </Notice>
    <Command line={secret} label={`the secret of ${name}`} />
    <p>
      <a class="button" href={targetHref(name)}>
        I have it
      </a>
    </p>
  </AdminFrame>
)
