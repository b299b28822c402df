export { findSecrets } from "@fleetprompt/sdk/secrets"
