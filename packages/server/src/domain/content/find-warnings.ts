import type { ContentWarning, ContentWarningKind } from "@fleetprompt/sdk/contracts"
import { bidiControl } from "./visible-controls.ts"

/** What one text is to be flagged for, most dangerous last; kinds that do not occur are left out. */
export type TextWarnings = readonly Pick<ContentWarning, "kind" | "count">[]

/** Enough to tell a slip from a habit; beyond it nothing is learnt. */
const countMax = 100

/**
 * Looks for what a reader cannot see and what an agent might obey. A warning never refuses a text: emoji, Persian and
 * Hebrew need joiners and marks, and a listing about prompt injection has to quote one.
 */
export function findWarnings(text: string): TextWarnings {
  const counts: Record<ContentWarningKind, number> = {
    hidden_characters: countOf(text, hiddenIn(text)),
    bidirectional_control: countOf(text, bidiControl),
    instruction_like: instructionCount(text),
  }
  const kinds: ContentWarningKind[] = ["hidden_characters", "bidirectional_control", "instruction_like"]
  return kinds.filter((kind) => counts[kind] > 0).map((kind) => ({ kind, count: counts[kind] }))
}

const countOf = (text: string, pattern: RegExp): number => {
  let count = 0
  for (const _ of text.matchAll(pattern)) if (++count === countMax) break
  return count
}

/** Zero-width and invisible characters, but for joiners inside an emoji or a joining script, and variation selectors. */
const alwaysHidden =
  "\\u00ad\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180e\\u200b\\u2060-\\u2064\\u206a-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb"
const joining = "[\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}\\p{M}]"
const joined = `(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})|(?<=${joining})[\\u200c\\u200d]`
const looseJoiner = `(?!${joined})[\\u200c\\u200d]`
/** Directional marks are needed among right-to-left letters, and only there. */
const hidden = new RegExp(`[${alwaysHidden}]|${looseJoiner}`, "gu")
const hiddenOrMark = new RegExp(`[${alwaysHidden}\\u200e\\u200f\\u061c]|${looseJoiner}`, "gu")
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u
const hiddenIn = (text: string): RegExp => (rightToLeft.test(text) ? hidden : hiddenOrMark)

/** Phrases that speak to a model rather than to a reader. Each stays within one short stretch of text. */
const instructions = new RegExp(
  [
    String.raw`\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+|every\s+|the\s+|your\s+|these\s+|of\s+){0,4}(?:previous|prior|above|earlier|preceding|existing|system)\s+(?:instruction|prompt|message|rule|direction|guideline|context)`,
    String.raw`\b(?:reveal|print|show|repeat|output|leak)\s+(?:me\s+|us\s+)?(?:your|the)\s+(?:system|hidden|initial|secret)\s+(?:prompt|instruction|message)`,
    String.raw`\byou\s+are\s+(?:now|no\s+longer)\s+(?:an?\s+|the\s+|in\s+)?(?:\w{1,30}\s+){0,3}?(?:mode|assistant|ai|model|agent|chatbot|bound|restricted)\b`,
    String.raw`\b(?:do\s+not|don'?t|never)\s+(?:tell|inform|mention\s+(?:this|it)\s+to|reveal\s+(?:this|it)\s+to|alert|warn)\s+(?:the\s+|your\s+)?(?:user|human|operator|owner)`,
    String.raw`\bwithout\s+(?:asking|telling|informing|notifying)\s+(?:the\s+|your\s+)?(?:user|human|operator)`,
    String.raw`\b(?:new|updated|real|actual)\s+(?:system\s+)?(?:instructions|system\s+prompt)\s*:`,
    String.raw`<\|?(?:im_?start|im_?end|system|endoftext|start_?header_?id|eot_?id)\|?>`,
    String.raw`\[/?(?:INST|SYS)\]|<</?SYS>>`,
    String.raw`^[ \t]{0,8}(?:#{1,6}[ \t]{0,8})?(?:system|assistant)[ \t]{0,8}:`,
  ].join("|"),
  "gimu",
)

/** A phrase is found although something invisible or some emphasis stands between its letters. */
const instructionCount = (text: string): number =>
  countOf(
    text
      .replaceAll(hiddenOrMark, "")
      .replaceAll(bidiControl, "")
      .replaceAll(/[*_`~]/g, ""),
    instructions,
  )
