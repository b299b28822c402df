/** What became of a credential. */
export const StateWord = ({
  revokedAtMs,
  endsAtMs,
  nowMs,
}: {
  revokedAtMs: number | null
  endsAtMs: number
  nowMs: number
}) => {
  if (revokedAtMs !== null) return <span class="standing-word bad">ended</span>
  return endsAtMs <= nowMs ? <span class="standing-word">over</span> : <span class="standing-word good">in use</span>
}

/** Whether it still admits anybody. */
export const isLive = (revokedAtMs: number | null, endsAtMs: number, nowMs: number): boolean =>
  revokedAtMs === null && endsAtMs > nowMs
