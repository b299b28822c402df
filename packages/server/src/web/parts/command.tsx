import { Icon } from "./icons.tsx"

/** Words; a flag and its value are one piece. */
const pieces = /--\S+ [^\s-]\S*|\S+/g

/**
 * A command line to take away; it breaks between words before it breaks within one. The button is the script's: without
 * it the line is selected with one click.
 */
export const Command = ({ line, label }: { line: string; label: string }) => (
  <div class="command">
    <code data-copy-text>
      {(line.match(pieces) ?? []).map((word, at) => (
        <>
          {at > 0 && " "}
          <span>{word}</span>
        </>
      ))}
    </code>
    <button type="button" class="quiet" data-copy hidden aria-label={`Copy ${label}`}>
      <Icon name="copy" />
      <Icon name="check" />
    </button>
  </div>
)
