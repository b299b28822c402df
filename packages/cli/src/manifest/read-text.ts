import { type Complaint, complaint, readBytes } from "./read-bytes.ts"

/** Reads a regular UTF-8 file of at most `bytesMax` bytes. */
export async function readText(path: string, bytesMax: number): Promise<{ readonly text: string } | Complaint> {
  const read = await readBytes(path, bytesMax)
  if (!("bytes" in read)) return read
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(read.bytes) }
  } catch {
    return complaint("is not UTF-8 text")
  }
}
