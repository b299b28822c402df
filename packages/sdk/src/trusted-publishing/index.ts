export { type TrustedPublishing, trustedPublishingOf } from "./trusted-publishing.ts"

export type {
  AddTrustedPublisherRequest,
  CheckCiTokenRequest,
  CheckedCiToken,
  CiEvent,
  ClaimVerdict,
  EndedCiToken,
  ExchangedToken,
  ExchangeRequest,
  TrustedPublisher,
  TrustedPublisherList,
  TrustedPublishingRule,
} from "../contracts/trusted-publishing.ts"
