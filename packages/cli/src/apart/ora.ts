// By name: what is the default of a module is another thing in CommonJS.
export { default as ora } from "ora"
