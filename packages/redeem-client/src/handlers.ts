export { createInstallRoutes, type InstallRoutes, type WebHandler } from "./handlers/install-routes.ts"
export type {
  Installer,
  InstallResult,
  InstallRoutesOptions,
  InstallSuccess,
  ProposedInstall,
} from "./handlers/options.ts"
export type { InstallTexts } from "./handlers/texts.ts"
