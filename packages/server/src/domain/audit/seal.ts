import type { AppContext } from "../context.ts"
import { type ChainLink, type Hash, linkOf } from "./chain.ts"
import type { AuditChainStore } from "./store.ts"

const batchMax = 500

/**
 * Chains what was committed since the last time, in batches of a transaction each. Returns how many entries that were.
 * Of several processes that seal at once, one waits for the other.
 */
export async function sealAudit({ store, secrets }: Pick<AppContext, "store" | "secrets">): Promise<number> {
  let sealed = 0
  // Most of the time there is nothing to do, and that is asked without taking the head.
  while ((await store.read.audit.countWaiting(1)) > 0) {
    const batch = await store.transaction((tx) => sealBatch(tx.audit, (text) => secrets.hash(text)))
    if (batch === 0) break
    sealed += batch
  }
  return sealed
}

/** Chains some of what is waiting and returns how many entries that were; 0 where nothing was. */
export async function sealBatch(audit: AuditChainStore, hash: Hash): Promise<number> {
  let head = await audit.lockHead()
  const links: ChainLink[] = []
  for (const entry of await audit.listWaiting(batchMax)) {
    const link = linkOf(hash, head, entry)
    links.push(link)
    head = link
  }
  if (links.length > 0) await audit.appendLinks(links)
  return links.length
}
