export { Chalk } from "chalk"
