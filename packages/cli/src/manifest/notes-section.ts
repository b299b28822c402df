const heading = /^(#{1,6})[ \t]+(.+?)[ \t#]*$/
const versionInHeading = /(?:^|[\s[(v@/])(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)(?=$|[\s\])(,:])/

/**
 * The part of a changelog that is about one version: what stands under the heading that names it, up to the next
 * heading of its level. A text without a version in any heading is about that version as a whole. Undefined where only
 * other versions have a heading.
 */
export function notesSection(text: string, version: string): string | undefined {
  const lines = text.split("\n")
  const headings = lines.flatMap((line, index) => headingOf(line, index) ?? [])
  const own = headings.find((each) => each.version === version)
  if (own === undefined) return headings.some((each) => each.version !== undefined) ? undefined : text
  const next = headings.find(({ index, level }) => index > own.index && level <= own.level)
  return lines
    .slice(own.index + 1, next?.index)
    .join("\n")
    .trim()
}

function headingOf(line: string, index: number) {
  const [, marks, words = ""] = heading.exec(line.trimEnd()) ?? []
  return marks === undefined ? undefined : { index, level: marks.length, version: versionInHeading.exec(words)?.[1] }
}
