import { generate } from "selfsigned"

/** A certificate that signs itself, for 127.0.0.1 and registry.example, and its key, made anew. Both are PEM. */
export async function selfSigned(): Promise<{ cert: string; key: string }> {
  const made = await generate([{ name: "commonName", value: "FleetPrompt test" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 7, ip: "127.0.0.1" },
          { type: 2, value: "registry.example" },
        ],
      },
    ],
  })
  return { cert: made.cert, key: made.private }
}
