import { offerCopies } from "./copy.ts"
import { moveByKeys } from "./keys.ts"
import { liveResults } from "./live-results.ts"
import { closePickers } from "./pickers.ts"
import { previewWhileTyping } from "./preview.ts"
import { suggestWhileTyping } from "./suggest.ts"
import { switchTheme } from "./theme.ts"
import { warnOfUnsaved } from "./unsaved.ts"

// Every page works without any of this. Each part looks for what it makes better and leaves the rest alone.
switchTheme()
offerCopies(document)
moveByKeys()
closePickers()
suggestWhileTyping()
liveResults()
previewWhileTyping()
warnOfUnsaved()
