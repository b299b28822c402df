import type { Match } from "./store.ts"
import type { SearchText } from "./words.ts"

/** How well a match fits what was searched for; higher is better. Its whole part says in what way it fits. */
export function scoreOf(query: SearchText, match: Match): number {
  const { way, fit } = fitOf(query, match)
  // Popularity decides between listings that fit about equally well, and never between two ways.
  return way + 0.8 * fit + 0.15 * match.popularity
}

const way = { exactName: 6, startOfName: 5, inName: 4, wordsOfName: 3, words: 2, parts: 1 }

interface Fit {
  readonly way: number
  /** From 0 to 1. */
  readonly fit: number
}

function fitOf(query: SearchText, match: Match): Fit {
  const { slug, titleKey } = match
  const { nameKey, slugStart } = query
  if (slug === slugStart) return { way: way.exactName, fit: 1 }
  if (nameKey === "") return fitOfWords(query.words, match)
  const nameAt = slug.indexOf("/") + 1
  const nameLength = slug.length - nameAt
  const inName = slug.indexOf(nameKey, nameAt) - nameAt
  const inTitle = titleKey.indexOf(nameKey)
  if (inName < 0 && inTitle < 0) return fitOfWords(query.words, match)
  if ((inName === 0 && nameLength === nameKey.length) || titleKey === nameKey) return { way: way.exactName, fit: 1 }
  const shorter = Math.min(nameLength, Math.max(titleKey.length, 1))
  const isStart = inName === 0 || inTitle === 0
  return { way: isStart ? way.startOfName : way.inName, fit: Math.min(nameKey.length / shorter, 1) }
}

/** A thousand matches are ranked for one page, so texts are searched where they lie, and not cut into words. */
function fitOfWords(words: readonly string[], { slug, titleKey, summary, labels }: Match): Fit {
  if (words.length === 0) return { way: way.parts, fit: 0 }
  const last = words.length - 1
  let inName = 0
  let inHead = 0
  for (const [at, word] of words.entries()) {
    // The last may be the beginning of a word.
    const isNamed = hasWord(slug, word, "-/", at < last) || hasWord(titleKey, word, "-", at < last)
    if (isNamed) inName++
    if (isNamed || hasWord(summary, word, " ", at < last) || hasTag(labels, word)) inHead++
  }
  if (inName === words.length) return { way: way.wordsOfName, fit: words.length / (2 + wordsIn(slug, titleKey)) }
  // A short summary that has the words says them about itself; a long one mentions them among much else.
  const brevity = 1 / (1 + (summary.length + 2) / 140)
  const together = hasWord(summary, words.join(" "), " ", false) ? 1 : 0
  const all = inHead / words.length
  const ofName = inName / words.length
  return { way: inHead === 0 ? way.parts : way.words, fit: all * (0.3 + 0.2 * ofName + 0.3 * brevity + 0.2 * together) }
}

/** Whether a text has this word between such separators, or one that begins with it. */
function hasWord(text: string, word: string, separators: string, isWhole: boolean): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length
    if (at > 0 && !separators.includes(text.charAt(at - 1))) continue
    if (!isWhole || end === text.length || separators.includes(text.charAt(end))) return true
  }
  return false
}

/** Whether the word is one of those between the hyphens of a label. */
function hasTag(labels: string, word: string): boolean {
  for (let at = labels.indexOf(word); at >= 0; at = labels.indexOf(word, at + 1)) {
    if (":-".includes(labels.charAt(at - 1)) && " -".includes(labels.charAt(at + word.length))) return true
  }
  return false
}

const wordsIn = (slug: string, titleKey: string): number => slug.split(/[-/]/).length + titleKey.split("-").length
