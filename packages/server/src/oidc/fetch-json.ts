const timeoutMs = 5_000
const bytesMax = 262_144

/**
 * Gets a JSON document of the identity provider's: without following a redirect, within five seconds and a quarter of
 * a megabyte.
 * @throws Error for anything but that.
 */
export async function fetchJson(url: string): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs)
  const response = await fetchBounded(url, { headers: { accept: "application/json" }, redirect: "manual", signal })
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}.`)
  return await response.json()
}

/** A response whose body was read to its end. @throws Error for one of more than a quarter of a megabyte. */
export async function fetchBounded(url: string, init: RequestInit): Promise<Response> {
  const { status, headers, body } = await fetch(url, init)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.byteLength
    if (length > bytesMax) throw new Error(`${url} answered more than ${bytesMax} bytes.`)
    chunks.push(chunk)
  }
  return new Response(length === 0 ? null : Buffer.concat(chunks), { status, headers })
}
