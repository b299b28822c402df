/** One family: 24 units square, a stroke of 1.75, round ends. */
const paths = {
  fleet: "M4 17 12 4l8 13M7.7 11h8.6M4 17h16M9 20.5h6",
  search: "M10.5 17a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13Zm5-1.5L21 21",
  contrast: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 0v18M12 8h4.5M12 12h5M12 16h4.5",
  verified:
    "m8.5 12.3 2.4 2.4 4.8-5.2M12 3l2.3 1.9 3-.2.8 2.9 2.5 1.6-1.1 2.8 1.1 2.8-2.5 1.6-.8 2.9-3-.2L12 21l-2.3-1.9-3 .2-.8-2.9-2.5-1.6L4.500 12 3.400 9.200l2.5-1.6.8-2.9 3 .2Z",
  copy: "M9 9h10v11H9zM6 15H5V4h10v2",
  check: "m5 12.500 4.500 4.500L19 7",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700l1-1",
  book: "M4 5.500C6.500 4 9.500 4 12 6c2.500-2 5.500-2 8-.5V19c-2.500-1.500-5.500-1.500-8 .5-2.500-2-5.500-2-8-.5Zm8 .5v13.500",
  code: "m8 7-5 5 5 5m8-10 5 5-5 5M13.500 5l-3 14",
  warning: "M12 4 2.800 20h18.400ZM12 10v4.500m0 2.500v.2",
  revoked: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM6 6l12 12",
  download: "M12 4v11m-4.500-4 4.500 4.500 4.500-4.500M5 20h14",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.500V12l3 2",
  flag: "M6 21V4h11l-2 4 2 4H6",
  arrow: "M5 12h14m-5-5 5 5-5 5",
  feed: "M5 12a7 7 0 0 1 7 7M5 6a13 13 0 0 1 13 13M6 18.500h.1",
  "business-operations": "M4 8h16v11H4zM9 8V5h6v3M4 13h16",
  communication: "M4 5h16v11h-9l-4 3.500V16H4z",
  "customer-support": "M5 14v-2a7 7 0 0 1 14 0v2M5 13h2.500v5H5zm11.500 0H19v5h-2.500zM18 18c0 2-2 3-5 3",
  "data-and-analytics": "M5 20V11m5 9V5m5 15v-7m5 7V8",
  "design-and-media": "M4 5h16v14H4zm0 11 5-5 4 4 3-3 4 4M15.500 9h.1",
  "developer-tools": "M4 5h16v14H4zm3.500 4 3 3-3 3m5 0h4",
  finance:
    "M12 4v16m4-12.500c-1-1-2.500-1.500-4-1.500-2.500 0-4 1.200-4 3s1.500 2.500 4 3 4 1.200 4 3-1.500 3-4 3c-1.500 0-3-.5-4-1.500",
  infrastructure: "M4 4h16v6H4zm0 10h16v6H4zm3.500-7h.1m-.1 10h.1",
  "marketing-and-sales": "M4 10v4l3 .5 9 4.500V5L7 9.500ZM8 15l1 5h2.500M19 10v4",
  productivity: "M4 6h2m4 0h10M4 12h2m4 0h10M4 18h2m4 0h10",
  "research-and-knowledge":
    "M4 5.500C6.500 4 9.500 4 12 6c2.500-2 5.500-2 8-.5V19c-2.500-1.500-5.500-1.500-8 .5-2.500-2-5.500-2-8-.5Zm8 .5v13.500",
  security: "M12 3.500 5 6v5.500c0 4.500 3 7.500 7 9 4-1.500 7-4.500 7-9V6Zm-3 8.300 2.200 2.200 4-4.300",
} as const

export type IconName = keyof typeof paths

export const isIconName = (name: string): name is IconName => name in paths

/** An icon beside a word, never in place of one: it is not read out. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
)
