export * from "./exports.ts"
export { FleetPrompt } from "./fetch-client.ts"
