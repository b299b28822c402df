import { Visitor } from "../support/visitor.ts"
import type { AuditedRoute } from "./audited-route.ts"

/** What the forms of pages write. */
export const auditedPages: Record<string, AuditedRoute> = {
  "POST /listings/:publisher/:name/report": {
    writes: ["report.filed"],
    async prepare({ registry, alice, handle }) {
      await alice.shelve(`${handle}/one`)
      return () => new Visitor(registry.app).send(`/listings/${handle}/one/report`, { reason: "spam", note: "" })
    },
  },
}
