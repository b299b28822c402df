const timeoutMs = 5_000
const bytesMax = 262_144

/**
 * Gets a JSON document of the identity provider's: without following a redirect, within five seconds and a quarter of
 * a megabyte.
 * @throws Error for anything but that.
 */
export async function fetchJson(url: string): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs)
  const response = await fetch(url, { headers: { accept: "application/json" }, redirect: "manual", signal })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`${url} answered ${response.status}.`)
  }
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength
    if (length > bytesMax) throw new Error(`${url} answered more than ${bytesMax} bytes.`)
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString("utf8"))
}
