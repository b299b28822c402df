import { categories, limits, listingFields } from "@fleetprompt/sdk/contracts"
import type { Listing } from "../../../domain/listings/listing.ts"
import { type Form, orNull, wordsIn } from "../../form.ts"
import { categoryWords } from "../../words.ts"
import { CheckField, TextArea, TextField } from "../field.tsx"

export const wordLabels = {
  name: "Name",
  summary: "Summary",
  description: "Description",
  tags: "Tags",
  categories: "Categories",
  docsUrl: "Documentation",
  repoUrl: "Repository",
}
export type WordName = keyof typeof wordLabels
export type WordFields = Form<WordName>
export const wordNames = Object.keys(wordLabels) as WordName[]

/** The words of a listing as its form sends them. */
export const wordsForm = {
  name: listingFields.name,
  summary: listingFields.summary,
  description: listingFields.description.default(""),
  tags: wordsIn(listingFields.tags),
  categories: wordsIn(listingFields.categories),
  docsUrl: orNull(listingFields.docsUrl),
  repoUrl: orNull(listingFields.repoUrl),
}

/** The words of a listing as they stand in the fields. */
export const wordsOfListing = (listing: Listing): Record<WordName, string> => ({
  name: listing.name,
  summary: listing.summary,
  description: listing.description,
  tags: listing.tags.join(" "),
  categories: listing.categories.join("\n"),
  docsUrl: listing.docsUrl ?? "",
  repoUrl: listing.repoUrl ?? "",
})

export const WordInputs = ({ form }: { form: WordFields }) => (
  <>
    <TextField form={form} name="name" with={{ maxlength: limits.displayNameLengthMax }} />
    <TextField
      form={form}
      name="summary"
      help="One line for lists and search. Say what it does, and for whom."
      with={{ maxlength: limits.summaryLengthMax }}
    />
    <TextArea
      form={form}
      name="description"
      help="Markdown: headings, lists, tables, code, links. HTML stays text, and pictures have a page of their own."
      optional
      with={{ maxlength: limits.descriptionLengthMax, rows: 16, "data-preview-of": true }}
    />
    <TextField
      form={form}
      name="tags"
      help={`Up to ${limits.tagsMax}, with blanks between: support triage tickets`}
      optional
      with={{ autocapitalize: "none" }}
    />
    <CheckField
      form={form}
      name="categories"
      help={`Up to ${limits.categoriesMax}.`}
      optional
      options={categories.map((category) => [category, categoryWords(category)] as const)}
    />
    <TextField form={form} name="docsUrl" type="url" optional with={links} />
    <TextField form={form} name="repoUrl" type="url" optional with={links} />
  </>
)

const links = { maxlength: limits.urlLengthMax, pattern: "https://.+", placeholder: "https://" }
