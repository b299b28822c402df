export { default } from "ora"
