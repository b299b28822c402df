import { noAmbientTime } from "./no-ambient-time.ts"
import { noRawHtml } from "./no-raw-html.ts"
import { stayInPackage } from "./stay-in-package.ts"

/** The rules of this house that no built-in rule can express. */
export default {
  meta: { name: "house" },
  rules: {
    "no-ambient-time": noAmbientTime,
    "no-raw-html": noRawHtml,
    "stay-in-package": stayInPackage,
  },
}
