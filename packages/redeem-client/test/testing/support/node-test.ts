import { describe, it } from "node:test"
import { describeConformance } from "@fleetprompt/redeem-client/testing"
import { targetWith } from "./target.ts"

const target = targetWith()

describeConformance({ describe, it }, { ...target, people: { ...target.people, outsider: null } })
