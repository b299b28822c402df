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
  const name = nameOf(match.slug)
  const { nameKey, slugStart } = query
  if (match.slug === slugStart || (nameKey !== "" && (name === nameKey || match.titleKey === nameKey))) {
    return { way: way.exactName, fit: 1 }
  }
  const shorter = Math.min(name.length, Math.max(match.titleKey.length, 1))
  if (nameKey !== "") {
    const fit = Math.min(nameKey.length / shorter, 1)
    if (name.startsWith(nameKey) || match.titleKey.startsWith(nameKey)) return { way: way.startOfName, fit }
    if (name.includes(nameKey) || match.titleKey.includes(nameKey)) return { way: way.inName, fit }
  }
  return fitOfWords(query.words, match, name)
}

function fitOfWords(words: readonly string[], match: Match, name: string): Fit {
  if (words.length === 0) return { way: way.parts, fit: 0 }
  // A thousand matches are ranked for one page, so they are compared as texts and not cut into words.
  const named = `-${name}-${match.titleKey}-${match.slug.slice(0, -name.length - 1)}-`
  const summary = ` ${match.summary} `
  let inName = 0
  let inHead = 0
  for (const [at, word] of words.entries()) {
    const isStart = at === words.length - 1
    const isNamed = named.includes(isStart ? `-${word}` : `-${word}-`)
    if (isNamed) inName++
    if (isNamed || summary.includes(isStart ? ` ${word}` : ` ${word} `) || hasTag(match.labels, word)) inHead++
  }
  if (inName === words.length) return { way: way.wordsOfName, fit: words.length / named.split("-").length }
  // A short summary that has the words says them about itself; a long one mentions them among much else.
  const brevity = 1 / (1 + summary.length / 140)
  const together = summary.includes(` ${words.join(" ")}`) ? 1 : 0
  const all = inHead / words.length
  const ofName = inName / words.length
  return { way: inHead === 0 ? way.parts : way.words, fit: all * (0.3 + 0.2 * ofName + 0.3 * brevity + 0.2 * together) }
}

/** Whether the word is one of those between the hyphens of a label. */
function hasTag(labels: string, word: string): boolean {
  for (let at = labels.indexOf(word); at >= 0; at = labels.indexOf(word, at + 1)) {
    if (":-".includes(labels.charAt(at - 1)) && " -".includes(labels.charAt(at + word.length))) return true
  }
  return false
}

const nameOf = (slug: string): string => slug.slice(slug.indexOf("/") + 1)
