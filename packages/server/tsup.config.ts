import { defineConfig } from "tsup"

/** Splitting keeps what one command imports lazily out of the way of every other. The package is a program: no types. */
export default defineConfig({
  entry: ["src/bin.ts"],
  format: "esm",
  target: "node22",
  splitting: true,
  clean: true,
  silent: true,
})
