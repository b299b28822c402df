import { brotliCompressSync, constants, gzipSync } from "node:zlib"

/** A file as it is sent: by name, with what of it is ready made in each encoding. */
export interface Asset {
  readonly mediaType: string
  readonly bytes: Uint8Array
  /** Absent for what is compressed already. */
  readonly encoded?: { readonly br: Uint8Array; readonly gzip: Uint8Array }
}

export interface Assets {
  readonly files: ReadonlyMap<string, Asset>
  /** Where a page finds each, from the root of the registry. */
  readonly styles: string
  readonly script: string
  readonly icon: string
  readonly font: string
}

let loaded: Promise<Assets> | undefined

/** The files of all pages, made ready once and then kept. */
export const loadAssets = (): Promise<Assets> => (loaded ??= load())

async function load(): Promise<Assets> {
  const { bundleFiles } = await import("./bundle.ts")
  const files = new Map(
    (await bundleFiles()).map(({ name, base64 }) => [name, assetOf(name, Buffer.from(base64, "base64"))]),
  )
  const find = (start: string) => `/assets/${[...files.keys()].find((name) => name.startsWith(start)) ?? ""}`
  return { files, styles: find("site-"), script: find("script-"), icon: find("icon-"), font: find("geist-latin-") }
}

const mediaTypes: Record<string, string> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
}

function assetOf(name: string, bytes: Uint8Array): Asset {
  const ending = name.slice(name.lastIndexOf(".") + 1)
  const mediaType = mediaTypes[ending] ?? "application/octet-stream"
  if (ending === "woff2") return { mediaType, bytes }
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 }
  return { mediaType, bytes, encoded: { br: brotliCompressSync(bytes, { params }), gzip: gzipSync(bytes) } }
}
