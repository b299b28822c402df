/**
 * The one place that writes text into a page as it is. Both parts say why they may: what comes in was cleaned, or
 * cannot end where it stands.
 */

/** Markdown that was rendered, cleaned through the allow-list and outlined. */
export const Prose = ({ html }: { html: string }) => (
  <div class="prose" data-trust="untrusted" dangerouslySetInnerHTML={{ __html: html }} />
)

/** JSON-LD. Browsers do not run it, and without a `<` in it nothing ends the element. */
export const DataBlock = ({ data }: { data: object }) => (
  <script
    type="application/ld+json"
    dangerouslySetInnerHTML={{ __html: JSON.stringify(data).replaceAll("<", String.raw`\u003c`) }}
  />
)
