import { findWarnings } from "../../../domain/content/find-warnings.ts"
import { ContentWarnings } from "../content-warnings.tsx"
import { draftOf } from "../outline.ts"
import { Prose } from "../raw-html.tsx"

/** A text as readers will see it, cleaned by what cleans every page. The script puts a fresh one in its place. */
export const Preview = ({ markdown }: { markdown: string }) => (
  <section class="preview" aria-label="Preview" data-preview>
    <h2>Preview</h2>
    <ContentWarnings warnings={findWarnings(markdown).map((warning) => ({ pointer: "/description", ...warning }))} />
    {markdown.trim() === "" ? <p class="soft">Nothing written yet.</p> : <Prose html={draftOf(markdown)} />}
  </section>
)
