import { categories } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import type { Facet } from "../../domain/listings/facets.ts"
import { searchListings } from "../../domain/listings/search.ts"
import { visitor } from "../../http/access.ts"
import { categoryHref } from "../address.ts"
import type { Frame } from "../frame.ts"
import { html } from "../html.ts"
import { Layout } from "../layout.tsx"
import { page } from "../page.ts"
import { Icon, isIconName } from "../parts/icons.tsx"
import { categoryWords } from "../words.ts"

export const categoryPages = (context: AppContext) => [
  page({
    path: "/categories",
    name: "pages.categories",
    summary: "Show all categories",
    access: visitor,
    async handle({ frame }) {
      const { facets } = await searchListings(context, { limit: 1 })
      return html(<CategoriesPage frame={frame} counts={facets?.category ?? []} />)
    },
  }),
]

const CategoriesPage = ({ frame, counts }: { frame: Frame; counts: readonly Facet[] }) => (
  <Layout
    frame={frame}
    title="Categories · FleetPrompt"
    description="Agents, workflows and specifications by what they are for."
    canonical="/categories"
    current="browse"
  >
    <section class="categories">
      <h1>Categories</h1>
      <ul>
        {categories.map((category) => (
          <li>
            <a href={categoryHref(category)}>
              {isIconName(category) && <Icon name={category} />}
              <span>{categoryWords(category)}</span>
              <span class="count">{counts.find(({ value }) => value === category)?.count ?? 0}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  </Layout>
)
