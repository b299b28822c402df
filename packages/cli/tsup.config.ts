import { defineConfig } from "tsup"

/** Splitting keeps what a command imports lazily out of the way of every other command. */
export default defineConfig({
  entry: ["src/bin.ts"],
  format: "esm",
  target: "node22",
  splitting: true,
  clean: true,
  silent: true,
})
