/** The tables behind what the registry signs, as the engines hand rows over. */
export interface SignedTables {
  signing_keys: { generation: number; kid: string; x: string; retired_at_ms: number | null }
  receipts: { release_id: string; sequence: number; jws: string }
  /** One row: the `sequence` of the last receipt. */
  receipt_counter: { id: 1; sequence: number }
  /** What no link of the chain stands for yet. */
  audit_waiting: { seq: number }
  audit_chain: { position: number; seq: number; previous_hash: string; hash: string }
  /** One row: the last link. */
  audit_chain_head: { id: 1; position: number; hash: string }
}
