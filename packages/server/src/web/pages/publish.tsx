import { visitor } from "../../http/access.ts"
import type { Frame } from "../frame.ts"
import { html } from "../html.ts"
import { Layout } from "../layout.tsx"
import { page } from "../page.ts"
import { PublishSteps } from "../parts/publish-steps.tsx"

export const publishPages = () => [
  page({
    path: "/publish",
    name: "pages.publish",
    summary: "Show how to publish",
    access: visitor,
    handle: async ({ frame }) => html(<PublishPage frame={frame} />),
  }),
]

const PublishPage = ({ frame }: { frame: Frame }) => (
  <Layout
    frame={frame}
    title="Publish · FleetPrompt"
    description="Keep a listing and its releases in step with a file in your repository."
    canonical="/publish"
    current="publish"
  >
    <article class="essay">
      <h1>Publish from your repository</h1>
      <p class="lead">
        A manifest says what your listing and its current release should be. <code>fleetprompt publish</code> makes it
        so, and finds nothing to do when it is.
      </p>
      <PublishSteps />
      <section>
        <h2>What a release is</h2>
        <p>
          A version, the ids under which the asset lives in its own system, the lowest versions it works with, perhaps a
          link to a file with its SHA-256, and notes. It never changes afterwards. What is wrong with it is said by
          revoking it, with a reason that everybody sees.
        </p>
      </section>
      <section>
        <h2>What the registry does not do</h2>
        <p>
          It copies nothing from the system that owns the asset, runs nothing and grants nothing. An install is a token
          that the target redeems, once, under its own rules.
        </p>
      </section>
    </article>
  </Layout>
)
