import type { Child } from "hono/jsx"
import { Icon, type IconName } from "./icons.tsx"

const icons = { good: "check", warn: "warning", bad: "revoked", plain: "flag" } as const satisfies Record<
  string,
  IconName
>

/** Something to know before the rest, in one of four tones. What has just come about is told to listeners too. */
export const Notice = ({ tone, children }: { tone: keyof typeof icons; children?: Child }) => (
  <div class={tone === "plain" ? "notice" : `notice ${tone}`} role={tone === "good" ? "status" : "note"}>
    <Icon name={icons[tone]} />
    <div>{children}</div>
  </div>
)
