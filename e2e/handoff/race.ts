import { randomUUID } from "node:crypto"
import { setTimeout as wait } from "node:timers/promises"
import { type Answer, ask, must } from "../support/ask.ts"
import { type Arena, release } from "./arena.ts"
import { type IntentState, newIntent, type Operation, shown } from "./intent-model.ts"
import type { Event } from "./linearize.ts"
import type { Move, Schedule } from "./schedule.ts"

/** What came of a schedule. */
export interface Race {
  readonly initial: IntentState
  readonly history: Event<Operation>[]
  /** Each redemption that was told, word for word. */
  readonly redemptions: ReadonlySet<string>
  /** The audit entries of the intent by action. */
  readonly audited: Readonly<Record<string, number>>
}

/** Two clocks are compared, one of them in whole milliseconds. */
const clockErrorMs = 2

let races = 0

/**
 * Makes an intent of its own, lets the lanes loose on it, each against one of the servers after the other, and looks at
 * it once more when they are done.
 */
export async function race(arena: Arena, servers: readonly string[], schedule: Schedule): Promise<Race> {
  races += 1
  const { world, buyer, listing } = arena
  const version = `1.${races}.0`
  await release(arena, version)
  const body = { listing, version, target: "whs", issueToken: schedule.withToken }
  const bob = { url: world.directUrl, token: buyer.token }
  const created = await must(bob, "POST", "/v1/install-intents", body)
  const { installIntentId } = created["intent"] as { installIntentId: string }
  const endsAtMs = schedule.endsInMs === null ? null : Date.now() + schedule.endsInMs
  if (endsAtMs !== null) {
    // No token lives for less than a minute; the operator's hand makes this one.
    const row = `install_intent_id = '${installIntentId}'`
    await world.sql(`update install_intents set expires_at_ms = ${endsAtMs} where ${row}`)
  }
  const contest = new Contest(arena, { installIntentId, version, endsAtMs })
  if (schedule.withToken) contest.tokens.push(String(created["installToken"]))
  await Promise.all(
    schedule.lanes.map(async (moves, lane) => {
      for (const [at, move] of moves.entries()) await contest.make(move, servers[(lane + at) % servers.length] ?? "")
    }),
  )
  await contest.close(world.directUrl)
  const audited = await world.sql(
    `select action, count(*) as count from audit_log where subject_id = '${installIntentId}' group by action`,
  )
  return {
    initial: newIntent({ issues: schedule.withToken ? 1 : 0, endsSoon: endsAtMs !== null }),
    history: contest.history,
    redemptions: contest.redemptions,
    audited: Object.fromEntries(audited.map(({ action, count }) => [String(action), Number(count)])),
  }
}

class Contest {
  readonly history: Event<Operation>[] = []
  readonly redemptions = new Set<string>()
  /** By issue, as far as they have been told. */
  readonly tokens: string[] = []
  readonly #arena: Arena
  readonly #intent: { installIntentId: string; version: string; endsAtMs: number | null }
  readonly #redemptionIds = new Map<string, string>()

  constructor(arena: Arena, intent: { installIntentId: string; version: string; endsAtMs: number | null }) {
    this.#arena = arena
    this.#intent = intent
  }

  async make(move: Move, server: string): Promise<void> {
    if (move.kind === "outlast") return await this.#outlast()
    const operation = this.#operationOf(move)
    const startMs = performance.now()
    const answer = await this.#send(operation, server)
    const endMs = performance.now()
    this.history.push({ operation, reply: this.#replyTo(operation, answer), startMs, endMs })
  }

  async #outlast(): Promise<void> {
    const leftMs = (this.#intent.endsAtMs ?? 0) - Date.now() + clockErrorMs
    if (leftMs > 0) await wait(leftMs)
  }

  /** What is true when all is quiet: read, asked for again under every name that was used, and time itself. */
  async close(server: string): Promise<void> {
    const { endsAtMs } = this.#intent
    if (endsAtMs !== null) {
      const atMs = endsAtMs - (Date.now() - performance.now())
      const window = { startMs: atMs - clockErrorMs, endMs: atMs + clockErrorMs }
      await this.make({ kind: "outlast" }, server)
      this.history.push({ operation: { kind: "run out" }, reply: "", ...window })
    }
    await this.make({ kind: "read" }, server)
    const names = new Set([...this.#redemptionIds.keys()].slice(0, 3)).add("a fourth")
    for (const name of names) await this.make({ kind: "redeem", token: "newest", name, by: "buyer" }, server)
    await this.make({ kind: "peek", token: "newest" }, server)
    await this.make({ kind: "read" }, server)
  }

  #operationOf(move: Exclude<Move, { kind: "outlast" }>): Operation {
    if (move.kind === "report") {
      return { kind: "report", redemptionId: this.#redemptionId(move.name), outcome: move.outcome }
    }
    if (move.kind !== "redeem" && move.kind !== "peek") return { kind: move.kind }
    const issue =
      move.token === "newest" ? this.tokens.length : this.tokens.findIndex((known) => known !== undefined) + 1
    if (issue === 0) return { kind: "read" }
    if (move.kind === "peek") return { kind: "peek", issue }
    return { kind: "redeem", issue, redemptionId: this.#redemptionId(move.name), by: move.by }
  }

  #redemptionId(name: string): string {
    const id = this.#redemptionIds.get(name) ?? randomUUID()
    this.#redemptionIds.set(name, id)
    return id
  }

  #send(operation: Operation, url: string): Promise<Answer> {
    const { buyer, publisher, target, otherTarget, listing } = this.#arena
    const { installIntentId, version } = this.#intent
    const path = `/v1/install-intents/${installIntentId}`
    const bob = { url, token: buyer.token }
    switch (operation.kind) {
      case "redeem": {
        const { issue, redemptionId, by } = operation
        const whs = { url, token: by === "other target" ? otherTarget : target }
        const subject = { iss: buyer.iss, sub: by === "stranger" ? "eve" : buyer.sub }
        const body = { token: this.tokens[issue - 1], redemptionId, subject }
        return ask(whs, "POST", "/v1/install-intents/redeem", body, null)
      }
      case "peek": {
        const body = { token: this.tokens[operation.issue - 1] }
        return ask({ url, token: target }, "POST", "/v1/install-intents/introspect", body, null)
      }
      case "report": {
        const { redemptionId, outcome } = operation
        return ask({ url, token: target }, "POST", `${path}/outcome`, { redemptionId, outcome }, null)
      }
      case "cancel":
        return ask(bob, "POST", `${path}/cancel`, undefined, null)
      case "reissue":
        return ask(bob, "POST", `${path}/token`, {})
      case "read":
        return ask(bob, "GET", path)
      case "revoke": {
        const alice = { url, token: publisher.token }
        return ask(alice, "POST", `/v1/listings/${listing}/releases/${version}/revocation`, { reason: "broken" }, null)
      }
      case "run out":
        throw new Error("Time asks nobody.")
      default:
        return operation satisfies never
    }
  }

  /** The reply in the model's words. */
  #replyTo(operation: Operation, { status, body }: Answer): string {
    if (status >= 400) return body.code ?? String(status)
    switch (operation.kind) {
      case "redeem":
        this.redemptions.add(JSON.stringify(body["redemption"]))
        return body["replayed"] === true ? "replayed" : "redeemed"
      case "peek":
        return body["active"] === true ? "live" : "not live"
      case "report":
        return String(body["outcome"])
      case "read":
        return shown({ ...body, issues: body["tokenIssues"] } as unknown as Parameters<typeof shown>[0])
      case "cancel":
        return String(body["status"])
      case "reissue": {
        const { tokenIssues } = body["intent"] as { tokenIssues: number }
        this.tokens[tokenIssues - 1] = String(body["installToken"])
        return `issue ${tokenIssues}`
      }
      case "revoke":
        return "revoked"
      case "run out":
        return ""
      default:
        return operation satisfies never
    }
  }
}
