import { globSync } from "node:fs"
import { basename, join } from "node:path"

const folder = join(import.meta.dirname, "../e2e/bench")
const names = globSync("*.ts", { cwd: folder })
  .map((file) => basename(file, ".ts"))
  .toSorted()
const [wanted] = process.argv.slice(2)

if (wanted !== undefined && !names.includes(wanted)) {
  console.error(`There is no bench ${wanted}. There are: ${names.join(", ")}.`)
  process.exit(2)
}

/** What each bench measured: figures by name, most of them ratios against a floor of the same run. */
const results: Record<string, Record<string, number>> = {}

for (const name of wanted === undefined ? names : [wanted]) {
  console.log(`\n${name}`)
  const bench = (await import(join(folder, `${name}.ts`))) as { run(): Promise<Record<string, number>> }
  const figures = await bench.run()
  for (const [label, figure] of Object.entries(figures)) console.log(`  ${label.padEnd(48)} ${format(figure)}`)
  results[name] = figures
}

console.log(`\n${JSON.stringify(results)}`)

function format(figure: number): string {
  return figure.toLocaleString("en", { maximumSignificantDigits: 3 }).padStart(12)
}
