import { spawn } from "node:child_process"

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
}

/** Hands an address to the system's browser, without a shell. That there is none is no failure. */
export async function openBrowser(url: string): Promise<void> {
  const [command, ...options] = openers[process.platform] ?? ["xdg-open"]
  await new Promise<void>((done) => {
    const child = spawn(command, [...options, url], { stdio: "ignore", detached: true })
    child.once("error", () => done())
    child.once("spawn", () => {
      child.unref()
      done()
    })
  })
}
