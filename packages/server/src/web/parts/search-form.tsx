import { limits } from "@fleetprompt/sdk/contracts"
import { Icon } from "./icons.tsx"

/** The one search. Without script it is a form; with it, it suggests while you type. */
export const SearchForm = ({ q, large = false }: { q: string; large?: boolean }) => (
  <search class={large ? "search large" : "search"}>
    <form action="/listings">
      <label class="hidden" htmlFor="q">
        Search listings
      </label>
      <Icon name="search" />
      <input
        id="q"
        name="q"
        type="search"
        value={q}
        maxlength={limits.searchQueryLengthMax}
        placeholder={large ? "Search agents, workflows and specifications" : "Search"}
        autocomplete="off"
        spellcheck={false}
        data-suggest
      />
      <kbd aria-hidden="true">/</kbd>
      <button type="submit">Search</button>
    </form>
  </search>
)
