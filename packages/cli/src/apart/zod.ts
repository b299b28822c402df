export * from "zod"
