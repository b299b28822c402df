/** What the pipeline has to say so that its CI gives the run a token. */
export const TrustWorkflow = ({ environment }: { environment: string | null }) => (
  <section aria-labelledby="workflow">
    <h2 id="workflow">What the workflow needs</h2>
    <p>On GitHub, the right to ask for a token, and the command:</p>
    <div class="prose">
      {/* What is wider than the page scrolls by itself, with the keyboard too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabindex={0}>
        <code>{`permissions:
  contents: read
  id-token: write
jobs:
  publish:
    runs-on: ubuntu-latest${environment === null ? "" : `\n    environment: ${environment}`}
    steps:
      - uses: actions/checkout@v5
      - run: npx fleetprompt publish`}</code>
      </pre>
    </div>
  </section>
)
