import type { OutputStream } from "../io.ts"

const showAfterMs = 300

/** Shows what is being waited for, on a terminal alone and only where it takes long enough to wonder. */
export async function waiting<T>(stream: OutputStream, label: string, work: PromiseLike<T>): Promise<T> {
  const isOver = new AbortController()
  const timer = setTimeout(() => void spin(stream, label, isOver.signal), showAfterMs)
  try {
    return await work
  } finally {
    clearTimeout(timer)
    isOver.abort()
  }
}

async function spin(stream: OutputStream, label: string, isOver: AbortSignal): Promise<void> {
  const { ora } = await import("../apart/ora.ts")
  if (isOver.aborted) return
  // The interrupt key must reach us, and stdin may be in use: ora is to leave it alone.
  const spinner = ora({ text: label, stream, discardStdin: false, isEnabled: true }).start()
  isOver.addEventListener("abort", () => spinner.stop(), { once: true })
}
