import type { AppContext } from "../context.ts"
import { notFound } from "../refusal.ts"
import type { Publisher } from "./publisher.ts"

/** A publisher by its handle. @throws Refusal NOT_FOUND. */
export async function getPublisher(context: AppContext, handle: string): Promise<Publisher> {
  const publisher = await context.store.read.publishers.findByHandle(handle)
  if (publisher === undefined) throw notFound("publisher")
  return publisher
}
