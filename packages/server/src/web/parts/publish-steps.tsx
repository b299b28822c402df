import { Command } from "./command.tsx"

/** How a listing comes about, with the lines to type. */
export const PublishSteps = () => (
  <section class="steps">
    <h2>Publish in three steps</h2>
    <ol>
      <li>
        <h3>Describe it</h3>
        <p>Answer a few questions; they become a manifest in your repository.</p>
        <Command line="fleetprompt init" label="the first command" />
      </li>
      <li>
        <h3>Claim your handle</h3>
        <p>It is the first half of every address you publish under.</p>
        <Command line="fleetprompt publisher claim your-name" label="the second command" />
      </li>
      <li>
        <h3>Publish</h3>
        <p>Run it on every commit: it does what is left to do, or nothing.</p>
        <Command line="fleetprompt publish" label="the third command" />
      </li>
    </ol>
  </section>
)
