// Required before a program: writes on stderr, when that ends, what it asked for, in the order it did.
const { isBuiltin, registerHooks } = require("node:module")
const { basename } = require("node:path")

const names = new Set()
registerHooks({
  resolve(specifier, context, next) {
    names.add(isBuiltin(specifier) ? `node:${specifier.replace(/^node:/, "")}` : basename(specifier))
    return next(specifier, context)
  },
})
process.on("exit", () => process.stderr.write(`${JSON.stringify([...names])}\n`))
