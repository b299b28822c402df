import type { Receipt } from "@fleetprompt/sdk/contracts"
import { type ExpectedRelease, type TrustedDocument, verifyReceipt } from "@fleetprompt/sdk/receipts"
import { type Command, InvalidArgumentError } from "commander"
import type { Context } from "../../context.ts"
import { CliError } from "../../errors.ts"
import { type Field, fields } from "../../output/fields.ts"
import { momentText } from "../../output/time.ts"
import { readKeys, readReceipts } from "./read.ts"

export interface VerifyReceiptOptions {
  readonly file: string
  /** A kept discovery document; with it no network is needed. */
  readonly keys?: string
  readonly digest?: string
  /** Hold the receipts to the releases of the manifest. */
  readonly manifest?: true
}

export function define(command: Command, context: Context, run = verify): void {
  command
    .argument("<file>", "a file with receipts, one a line")
    .option("--keys <file>", "a kept copy of /.well-known/fleetprompt, instead of asking the registry for it")
    .option("--digest <digest>", "the digest it must be about: sha256:…", digestArgument)
    .option("--manifest", "hold it to the release of the manifest")
    .action((file: string, options: Omit<VerifyReceiptOptions, "file">) => run({ file, ...options }, context))
}

function digestArgument(text: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(text)) return text
  throw new InvalidArgumentError("It must be sha256: and 64 hexadecimal digits.")
}

/** Says what each receipt proves, and fails at the first that does not hold. With `--keys` nobody is asked. */
export async function verify(options: VerifyReceiptOptions, context: Context): Promise<void> {
  const { io, output } = context
  const lines = await readReceipts(io, options.file)
  const discovery = await discoveryFor(options, context)
  const expected = await expectations(options, context)
  const receipts: Receipt[] = []
  for (const [index, jws] of lines.entries()) {
    receipts.push(await verified(jws, `${options.file}, line ${index + 1}`, discovery, expected, io.nowMs()))
  }
  output.result({ verified: true, data: receipts }, () =>
    receipts.map((receipt) => fields(fieldsOf(receipt), output.theme)).join("\n\n"),
  )
  output.note(
    "Proven: the holder of the registry's key signed that this version has this digest. Not proven: that it was not " +
      "revoked since, that the content is safe, or the time, should the key have been stolen.",
  )
}

async function discoveryFor({ keys }: VerifyReceiptOptions, context: Context): Promise<TrustedDocument> {
  if (keys !== undefined) return (await readKeys(context.io, keys)) as TrustedDocument
  const { receiptsOf } = await import("@fleetprompt/sdk/receipts")
  const receipts = receiptsOf(await context.clientWith(undefined))
  return await context.output.waiting("Reading the keys of the registry", receipts.discover())
}

/** What a receipt must say, by `slug@version`; undefined where any release will do. */
async function expectations(
  { digest, manifest }: VerifyReceiptOptions,
  context: Context,
): Promise<(receipt: Receipt) => ExpectedRelease> {
  if (manifest === undefined) return () => ({ digest })
  const { entries } = await context.manifest()
  const digests = new Map(entries.map((entry) => [`${entry.listing.slug}@${entry.release.version}`, entry.digest]))
  return ({ listing, release }) => {
    const found = digests.get(`${listing.slug}@${release.version}`)
    if (found === undefined)
      throw notHolding(
        "the manifest",
        `It is about ${listing.slug}@${release.version}, which the manifest does not have.`,
      )
    if (digest !== undefined && digest !== found) throw notHolding("--digest", "It is not the digest of the manifest.")
    return { digest: found }
  }
}

async function verified(
  jws: string,
  place: string,
  discovery: TrustedDocument,
  expectedOf: (receipt: Receipt) => ExpectedRelease,
  nowMs: number,
): Promise<Receipt> {
  try {
    const receipt = await verifyReceipt(jws, { discovery, nowMs })
    return await verifyReceipt(jws, { discovery, nowMs, expected: expectedOf(receipt) })
  } catch (error) {
    // By name: in the built CLI, several files may have a class of their own.
    if (error instanceof Error && error.name === "StatementError") throw notHolding(place, error.message)
    throw error
  }
}

const notHolding = (place: string, why: string) =>
  new CliError({
    code: "RECEIPT_INVALID",
    message: `The receipt does not hold (${place}). ${why}`,
    remedy: "Do not rely on it; get another with `fleetprompt receipt get`, from a registry you trust.",
  })

const fieldsOf = ({ issuer, sequence, issuedAtMs, listing, release, provenance }: Receipt): Field[] => [
  ["release", `${listing.slug}@${release.version}`],
  ["digest", release.digest],
  ["kind", listing.assetKind],
  ["published", momentText(release.publishedAtMs)],
  ["signed", momentText(issuedAtMs)],
  ["issuer", issuer],
  ["sequence", String(sequence)],
  ["from", provenance === null ? undefined : `${provenance.repository} ${provenance.commit}`],
]
