import type { Desk } from "./desk.ts"
import { decide, report } from "./finish.ts"

/** See `InstallRoutes.resume`. One that fails again keeps none of the others waiting. */
export async function resume(desk: Desk): Promise<{ finished: number; waiting: number }> {
  const records = await desk.store.unfinished()
  const failures: unknown[] = []
  for (const record of records)
    await decide(desk, record)
      .then((decided) => report(desk, decided))
      .catch((error: unknown) => failures.push(error))
  for (const failure of failures) desk.onError(failure)
  return { finished: records.length - failures.length, waiting: failures.length }
}
