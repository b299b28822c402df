import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { EncodedImage } from "../../src/domain/images/image.ts"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aListing, aPublisher, aUser, hashOf } from "../support/records.ts"

describe.each(engines)("images on $name", (engine) => {
  const [publisher, member, stranger] = [aPublisher(), aUser(), aUser()]
  let database: OpenDatabase
  let images = 0
  beforeAll(async () => {
    database = await engine.open()
    await database.store.transaction(async (tx) => {
      await tx.users.insert(member)
      await tx.users.insert(stranger)
      await tx.publishers.insert(publisher)
      const { publisherId } = publisher
      await tx.publishers.addMember({ publisherId, userId: member.userId, role: "maintainer", addedAtMs: 1 })
    })
  })
  afterAll(() => database.drop())

  const anImage = (): EncodedImage => {
    const bytes = Buffer.from([0, 255, 39, 92, ...Buffer.from(String(images++))])
    return { digest: hashOf(bytes.toString("hex")), bytes, width: 1, height: 1 }
  }

  async function aStored(status: "draft" | "published" | "unlisted" | "suspended" = "published") {
    const listing = aListing(publisher, { status, firstPublishedAtMs: status === "draft" ? null : 1 })
    await database.store.transaction((tx) => tx.listings.insert(listing))
    return listing
  }

  const find = (digest: string, reader?: { userId: string }) => database.store.read.images.find(digest, reader?.userId)

  it("gives the bytes of an image back as they were stored", async () => {
    const [listing, image] = [await aStored(), anImage()]
    await database.store.transaction((tx) => tx.images.attach(listing.listingId, image, 5))
    expect(Buffer.from((await find(image.digest)) ?? [])).toEqual(image.bytes)
    expect(await find(hashOf("no such image"))).toBeUndefined()
  })

  it.each([
    ["draft", false],
    ["published", true],
    ["unlisted", true],
    ["suspended", false],
  ] as const)("shows the images of a %s listing to its members, to others: %s", async (status, isPublic) => {
    const [listing, image] = [await aStored(status), anImage()]
    await database.store.transaction((tx) => tx.images.attach(listing.listingId, image, 5))
    expect(await find(image.digest, member)).toBeDefined()
    expect((await find(image.digest, stranger)) !== undefined).toBe(isPublic)
    expect((await find(image.digest)) !== undefined).toBe(isPublic)
  })

  it("forgets bytes with the last listing that shows them, be it that the image goes or the listing", async () => {
    const [one, two, image] = [await aStored("draft"), await aStored("draft"), anImage()]
    const isKept = async () => (await find(image.digest, member)) !== undefined
    await database.store.transaction(async (tx) => {
      await tx.images.attach(one.listingId, image, 5)
      await tx.images.attach(two.listingId, image, 6)
    })
    await database.store.transaction((tx) => tx.images.detach(one.listingId, image.digest))
    expect(await isKept()).toBe(true)
    await database.store.transaction((tx) => tx.listings.remove(two.listingId))
    expect(await isKept()).toBe(false)
    const left = await database.rawSql(`select digest from image_blobs where digest = '${image.digest}'`)
    expect(left).toEqual([])
  })

  it("keeps bytes that one listing lets go of while many others take them up", async () => {
    const [giver, image] = [await aStored(), anImage()]
    const takers = await Promise.all(Array.from({ length: 10 }, () => aStored()))
    await database.store.transaction((tx) => tx.images.attach(giver.listingId, image, 5))
    const attach = ({ listingId }: { listingId: string }) =>
      database.store.transaction((tx) => tx.images.attach(listingId, image, 6))
    const detach = ({ listingId }: { listingId: string }) =>
      database.store.transaction((tx) => tx.images.detach(listingId, image.digest))
    await Promise.all([detach(giver), ...takers.map(attach)])
    expect(await find(image.digest)).toBeDefined()
    await Promise.all([attach(giver), ...takers.map(detach)])
    expect(await find(image.digest)).toBeDefined()
    await detach(giver)
    expect(await find(image.digest)).toBeUndefined()
  })
})
