export { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, stringify } from "yaml"
