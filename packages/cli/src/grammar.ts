/** Every command and what it does in a few words, as the help lists them. */
export const summaries: Readonly<Record<string, string>> = {
  init: "write a manifest for this folder",
  validate: "check the manifest and print the digest of its release",
  diff: "show what the registry holds beside what the manifest says",
  publish: "bring listing and release to what the manifest says",
  search: "find listings",
  show: "show a listing and one of its releases",
  install: "hand a release over to a target system",
  "listing create": "create a listing, as a draft",
  "listing get": "show one listing",
  "listing list": "list the listings of your publishers",
  "listing publish": "make a listing public",
  "release publish": "publish the release of the manifest",
  "release list": "list the releases of a listing",
  "publisher claim": "claim the handle your listings live under",
  whoami: "show whom the token speaks for",
  help: "explain a command or a topic",
}

/** What the commands under a noun are for. */
export const nouns: Readonly<Record<string, string>> = {
  listing: "create, read and publish listings",
  release: "publish and list releases",
  publisher: "claim a publisher",
}
