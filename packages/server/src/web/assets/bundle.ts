import { basename, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

/** A file pages ask for. Its name holds the hash of its content, so what a name stands for never changes. */
export interface BundledFile {
  readonly name: string
  readonly base64: string
}

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

/**
 * The style sheet, the script, the fonts and the icon as browsers get them. The build runs this once and puts the
 * result in this module's place; from source it runs when the first page is asked for.
 */
export async function bundleFiles(): Promise<BundledFile[]> {
  const { outputFiles } = await bundle()
  return outputFiles.map((file) => ({
    name: basename(file.path),
    base64: Buffer.from(file.contents).toString("base64"),
  }))
}

/** What those files are made of, as absolute paths: for the build, which passes on the licences of others' work. */
export async function bundledSources(): Promise<string[]> {
  const { metafile } = await bundle()
  return Object.keys(metafile.inputs).map((file) => resolve(path("../"), file))
}

const bundle = () =>
  build({
    entryPoints: {
      site: path("../styles/site.css"),
      script: path("../script/main.ts"),
      icon: path("../styles/icon.svg"),
    },
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file", ".svg": "copy" },
    publicPath: "/assets",
    outdir: "/assets",
    // The hashes are of paths too, and must not depend on where a server was started.
    absWorkingDir: path("../"),
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2023",
    write: false,
    metafile: true,
    logLevel: "silent",
  })
