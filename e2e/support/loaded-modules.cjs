// Required before a program: writes on stderr, when that ends, what it asked for, in the order it did.
const { basename } = require("node:path")
const Module = require("node:module")

const names = new Set()
const load = Module._load
Module._load = function (request, parent, ...rest) {
  const isNode = Module.isBuiltin(request)
  names.add(isNode ? `node:${request.replace(/^node:/, "")}` : basename(request))
  return load.call(this, request, parent, ...rest)
}
process.on("exit", () => process.stderr.write(`${JSON.stringify([...names])}\n`))
