import type { AppContext } from "../context.ts"
import { type ChainHead, emptyChain, linkOf } from "./chain.ts"
import type { LinkedEntry } from "./store.ts"

/** What can be wrong with the log. */
export type AuditFault =
  /** An entry is not what was chained. */
  | "entry_changed"
  | "entry_removed"
  /** An entry is in the log that was never chained nor is waiting to be. */
  | "entry_inserted"
  /** A link does not go on from the one before it. */
  | "link_changed"
  | "link_removed"
  /** The chain ends before its head, or goes on beyond it. */
  | "end_removed"
  | "head_changed"
  /** The chain is not the one a checkpoint tells of, or shorter. */
  | "checkpoint_differs"
  | "checkpoint_ahead"

export interface FoundFault {
  readonly fault: AuditFault
  /** The place in the chain; null where the entry has none. */
  readonly position: number | null
  /** The number of the entry; null where it is not known any more. */
  readonly seq: number | null
}

export interface AuditVerdict {
  /** How far the chain was followed. */
  readonly head: ChainHead
  /** The first thing that is wrong; null where nothing is. */
  readonly found: FoundFault | null
  /** Entries that were written a moment ago and are not chained yet, counted up to 1,000. */
  readonly waiting: number
}

type Reading = Pick<AppContext, "store" | "secrets">

const batchMax = 1_000

/**
 * Follows the whole chain, holds each entry to it, then looks for entries outside of it. Reads in batches, so that
 * memory stays bounded, and may run while entries are written. Each checkpoint must lie on the chain.
 */
export async function verifyAudit(context: Reading, checkpoints: readonly ChainHead[] = []): Promise<AuditVerdict> {
  const marks = await marksOf(context, checkpoints)
  const { end, found } = await followChain(context, marks)
  const first = found ?? (await faultAfter(context, end, marks)) ?? (await findStray(context)) ?? null
  return { head: end, found: first, waiting: await context.store.read.audit.countWaiting(batchMax) }
}

/** A hash that the chain must have at a place. */
interface Mark extends ChainHead {
  readonly differs: "head_changed" | "checkpoint_differs"
  readonly isBeyond: "end_removed" | "checkpoint_ahead"
}

async function marksOf({ store }: Reading, checkpoints: readonly ChainHead[]): Promise<Mark[]> {
  const head = await store.read.audit.head()
  return [
    ...checkpoints.map((at): Mark => ({ ...at, differs: "checkpoint_differs", isBeyond: "checkpoint_ahead" })),
    { ...head, differs: "head_changed", isBeyond: "end_removed" },
  ]
}

async function followChain(
  context: Reading,
  marks: readonly Mark[],
): Promise<{ end: ChainHead; found: FoundFault | undefined }> {
  let end = emptyChain
  for (;;) {
    const batch = await context.store.read.audit.listLinked(end.position, batchMax)
    for (const linked of batch) {
      const found = faultOf(context, end, linked) ?? differing(marks, linked)
      if (found !== undefined) return { end, found }
      end = linked.link
    }
    if (batch.length < batchMax) return { end: { position: end.position, hash: end.hash }, found: undefined }
  }
}

function faultOf({ secrets }: Reading, before: ChainHead, { link, entry }: LinkedEntry): FoundFault | undefined {
  const { position, seq } = link
  if (position !== before.position + 1) return { fault: "link_removed", position: before.position + 1, seq: null }
  if (link.previousHash !== before.hash) return { fault: "link_changed", position, seq }
  if (entry === null) return { fault: "entry_removed", position, seq }
  if (linkOf((text) => secrets.hash(text), before, entry).hash !== link.hash)
    return { fault: "entry_changed", position, seq }
  return undefined
}

function differing(marks: readonly Mark[], { link: { position, seq, hash } }: LinkedEntry): FoundFault | undefined {
  const mark = marks.find((each) => each.position === position && each.hash !== hash)
  return mark && { fault: mark.differs, position, seq }
}

/** What is wrong with where the chain ended. */
async function faultAfter({ store }: Reading, end: ChainHead, marks: readonly Mark[]): Promise<FoundFault | undefined> {
  const mark = marks.find(({ position }) => position > end.position)
  if (mark !== undefined) return { fault: mark.isBeyond, position: end.position + 1, seq: null }
  const isOther = marks.find(({ position, hash }) => position === 0 && hash !== emptyChain.hash)
  if (isOther !== undefined) return { fault: isOther.differs, position: 0, seq: null }
  // The head was read before the chain and again after it, so it can only have moved on.
  const { position } = await store.read.audit.head()
  return position < end.position ? { fault: "head_changed", position: position + 1, seq: null } : undefined
}

async function findStray({ store }: Reading): Promise<FoundFault | undefined> {
  const { audit } = store.read
  const lost = await audit.findLostWaiting()
  if (lost !== undefined) return { fault: "entry_removed", position: null, seq: lost }
  let after = Number.MIN_SAFE_INTEGER
  for (;;) {
    const places = await audit.listPlaces(after, batchMax)
    const stray = places.find(({ isStray }) => isStray)
    if (stray !== undefined) return { fault: "entry_inserted", position: null, seq: stray.seq }
    if (places.length < batchMax) return undefined
    after = places.at(-1)?.seq ?? after
  }
}
