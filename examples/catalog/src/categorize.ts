import type { Category } from "@fleetprompt/sdk/contracts"

/** Words that give a subject away. A rough sorting, good enough to browse by. */
const clues: Record<Category, RegExp> = {
  "business-operations": /\b(crm|erp|hr|invoice|order|shop|ecommerce|logistics)/,
  communication: /\b(slack|discord|email|gmail|chat|message|telegram|whatsapp|sms|notification)/,
  "customer-support": /\b(support|ticket|zendesk|intercom|helpdesk)/,
  "data-and-analytics": /\b(sql|database|postgres|mongo|analytics|data|query|vector|bigquery|redis|elasticsearch)/,
  "design-and-media": /\b(design|figma|image|video|audio|music|speech|3d|blender)/,
  "developer-tools": /\b(code|git|github|developer|debug|ide|api|test|build|package|sdk|browser)/,
  finance: /\b(finance|bank|crypto|token|blockchain|payment|stripe|trading|stock|accounting|wallet)/,
  infrastructure: /\b(cloud|kubernetes|docker|aws|azure|deploy|server|infrastructure|monitor|terraform)/,
  "marketing-and-sales": /\b(marketing|seo|ads|sales|campaign|audience|lead)/,
  productivity: /\b(calendar|task|todo|note|notion|document|docs|obsidian|spreadsheet|project)/,
  "research-and-knowledge": /\b(search|knowledge|research|paper|arxiv|wiki|memory|rag|scrap|crawl)/,
  security: /\b(security|vulnerab|scan|threat|auth|secret|malware|pentest)/,
}

/** At most two subjects of a text, in the order of the table. */
export function categorize(text: string): Category[] {
  const lower = text.toLowerCase()
  return (Object.keys(clues) as Category[]).filter((category) => clues[category].test(lower)).slice(0, 2)
}
