/** The most rows a list without pages returns, so that no question can ask for a whole table. */
export const rowsMax = 1_000
