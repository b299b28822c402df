import { Icon } from "./icons.tsx"

/** A command line to take away. The button is the script's: without it the line can be selected with one click. */
export const Command = ({ line, label }: { line: string; label: string }) => (
  <div class="command">
    <code data-copy-text>{line}</code>
    <button type="button" class="quiet" data-copy hidden aria-label={`Copy ${label}`}>
      <Icon name="copy" />
    </button>
  </div>
)
