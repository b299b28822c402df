import type { Reads, Store } from "../../src/domain/store.ts"

/** A store that tells, in order, what was asked of it outside a transaction, and that transactions began. */
export function watchedStore(store: Store, tell: (asked: string) => void): Store {
  const read = Object.fromEntries(
    Object.entries(store.read).map(([noun, reads]) => [noun, watched(noun, reads as object, tell)]),
  ) as unknown as Reads
  return {
    ...store,
    read,
    async transaction(work) {
      tell("transaction")
      return await store.transaction(work)
    },
  }
}

const watched = (noun: string, reads: object, tell: (asked: string) => void): object =>
  new Proxy(reads, {
    get(target, verb, receiver) {
      const value: unknown = Reflect.get(target, verb, receiver)
      if (typeof value !== "function") return value
      return (...parts: unknown[]) => {
        tell(`${noun}.${String(verb)}`)
        return Reflect.apply(value, target, parts) as unknown
      }
    },
  })
