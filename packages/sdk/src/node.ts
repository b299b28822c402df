export * from "./exports.ts"
export { FleetPrompt, type NodeFleetPromptOptions } from "./node-client.ts"
