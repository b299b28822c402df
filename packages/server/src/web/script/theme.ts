/** Lets a visitor choose light or dark. The cookie tells the server, so that the next page comes as they like it. */
export function switchTheme(): void {
  const root = document.documentElement
  const button = document.querySelector<HTMLButtonElement>("[data-theme-switch]")
  if (button === null) return
  button.hidden = false
  button.addEventListener("click", () => {
    const isDark =
      getComputedStyle(root).colorScheme === "light dark" ? prefersDark() : root.dataset["theme"] === "dark"
    const theme = isDark ? "light" : "dark"
    root.dataset["theme"] = theme
    const secure = location.protocol === "https:" ? "; secure" : ""
    document.cookie = `fp_theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`
  })
  // A page kept by the browser shows the choice of then.
  addEventListener("pageshow", ({ persisted }) => {
    const chosen = /(?:^|; )fp_theme=(light|dark)/.exec(document.cookie)?.[1]
    if (persisted && chosen !== undefined) root.dataset["theme"] = chosen
  })
}

const prefersDark = (): boolean => matchMedia("(prefers-color-scheme: dark)").matches
