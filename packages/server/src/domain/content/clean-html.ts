import sanitize from "sanitize-html"

/** The tags that may stand in a rendered text. There is no second list. */
export const allowedTags =
  "p br hr h1 h2 h3 h4 h5 h6 blockquote pre code strong em s ul ol li table thead tbody tr th td a".split(" ")

/** The attributes that may, by tag. `rel` is always ours. */
export const allowedAttributes = { a: ["href", "rel"], ol: ["start"] } as const

/** What every link says of itself: nobody vouches for it, and it learns nothing of where it stood. */
export const linkRel = "nofollow ugc noopener noreferrer"

/**
 * Keeps what the lists allow and drops the rest, leaving its text. What comes out is read by the next parser as it was
 * written by this one: cleaning again changes nothing.
 */
export function cleanHtml(html: string): string {
  let clean = cleanOnce(html)
  // What was dropped may have held apart what may not stand in one another. It settles in a round or two.
  for (let round = 0; round < roundsMax; round++) {
    const again = cleanOnce(clean)
    if (again === clean) return clean
    clean = again
  }
  return escapeHtml(clean)
}

const roundsMax = 5

function cleanOnce(html: string): string {
  return sanitize(html, {
    allowedTags,
    allowedAttributes: { a: [...allowedAttributes.a], ol: [...allowedAttributes.ol] },
    allowedSchemes: ["https", "mailto"],
    allowProtocolRelative: false,
    disallowedTagsMode: "discard",
    nestingLimit: 60,
    transformTags: {
      a: (_tag, { href = "" }) => ({ tagName: "a", attribs: mayLinkTo(href) ? { href, rel: linkRel } : {} }),
      ol: (_tag, { start = "" }) => ({ tagName: "ol", attribs: /^\d{1,9}$/.test(start) ? { start } : {} }),
    },
    // A link that leads nowhere goes, and its text stays. (Renaming the tag would misname the end of a later one.)
    exclusiveFilter: ({ tag, attribs }) => (tag === "a" && attribs["href"] === undefined ? "excludeTag" : false),
  })
}

/** A plain mail address without headers, or an https address that leads where it says. */
function mayLinkTo(href: string): boolean {
  if (/^mailto:[\w.+-]{1,64}@[\w.-]{1,253}$/i.test(href)) return true
  if (!/^https:\/\/[\x21-\x5b\x5d-\x7e]+$/i.test(href) || !URL.canParse(href)) return false
  const { username, password } = new URL(href)
  return username === "" && password === ""
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }

/** Text as HTML that shows it. */
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? "")
