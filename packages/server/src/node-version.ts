/** Says what is wrong with a Node version, or undefined where it is supported: 22.22.2 and up, or 24.15 and up. */
export function unsupportedNode(version: string): string | undefined {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number)
  const supported =
    major === 22 ? minor > 22 || (minor === 22 && patch >= 2) : major > 24 || (major === 24 && minor >= 15)
  return supported
    ? undefined
    : `Node ${version} is not supported. Install Node 24.15 or newer, or 22.22.2 or newer of the 22 line.`
}
