import { randomBytes } from "node:crypto"
import { formatCredential } from "@fleetprompt/sdk/contracts"

/** A fresh install token, as the registry would issue it. */
export const newInstallToken = () => formatCredential("installToken", randomBytes(64))

/** The secret every test target signs its calls with. */
export const targetSecret = formatCredential("targetSecret", randomBytes(64))

/** Who is signed in at the target. */
export const subject = { iss: "https://id.example.com", sub: "user-2041" }
