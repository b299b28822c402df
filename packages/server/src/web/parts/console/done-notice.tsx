import { Notice } from "../notice.tsx"

/** What a form has just brought about; nothing where none was sent. */
export const DoneNotice = <Done extends string>({
  done,
  words,
}: {
  readonly done: Done | undefined
  readonly words: Readonly<Record<Done, string>>
}) =>
  done === undefined ? null : (
    <Notice tone="good">
      <p>{words[done]}</p>
    </Notice>
  )
