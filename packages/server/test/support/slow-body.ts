/** A body that arrives in two parts, with time enough between them for something to happen. */
export function slowBody(text: string, between: () => Promise<unknown>): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  const parts = [bytes.subarray(0, 5), bytes.subarray(5)]
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const part = parts.shift()
        if (part === undefined) return controller.close()
        if (parts.length === 0) await between()
        controller.enqueue(part)
      },
    },
    { highWaterMark: 0 },
  )
}
