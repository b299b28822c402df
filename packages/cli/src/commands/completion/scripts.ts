export const shells = ["bash", "zsh", "fish", "powershell"] as const
export type Shell = (typeof shells)[number]

/** Where each script goes, as the shells themselves suggest. */
export const placements: Record<Shell, string> = {
  bash: "fleetprompt completion bash > ~/.local/share/bash-completion/completions/fleetprompt",
  zsh: 'fleetprompt completion zsh > "${fpath[1]}/_fleetprompt"',
  fish: "fleetprompt completion fish > ~/.config/fish/completions/fleetprompt.fish",
  powershell: "fleetprompt completion powershell >> $PROFILE",
}

/**
 * Each asks `fleetprompt __complete` with the words so far, the one under the cursor last, and offers the lines it
 * answers, `word<TAB>what it is`. So no script goes out of date.
 */
export const scripts: Record<Shell, string> = {
  bash: `_fleetprompt() {
  local line
  COMPREPLY=()
  while IFS=$'\\t' read -r line _; do
    COMPREPLY+=("$line")
  done < <(fleetprompt __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [ "\${#COMPREPLY[@]}" -eq 0 ]; then compopt -o default 2>/dev/null; fi
}
complete -F _fleetprompt fleetprompt`,
  zsh: `#compdef fleetprompt
_fleetprompt() {
  local -a answers
  local word about
  while IFS=$'\\t' read -r word about; do
    answers+=("\${word//:/\\\\:}:$about")
  done < <(fleetprompt __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#answers} )); then _describe fleetprompt answers; else _files; fi
}
if [ "$funcstack[1]" = "_fleetprompt" ]; then _fleetprompt "$@"; else compdef _fleetprompt fleetprompt; fi`,
  fish: `function __fleetprompt_complete
  set -l words (commandline -opc) (commandline -ct)
  fleetprompt __complete -- $words[2..-1] 2>/dev/null
end
complete -c fleetprompt -f -a "(__fleetprompt_complete)"`,
  powershell: `Register-ArgumentCompleter -Native -CommandName fleetprompt -ScriptBlock {
  param($word, $tree, $position)
  $words = @($tree.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($word -eq '') { $words += '' }
  fleetprompt __complete '--' @words 2>$null | ForEach-Object {
    $parts = $_ -split "\`t", 2
    $about = if ($parts[1]) { $parts[1] } else { $parts[0] }
    [System.Management.Automation.CompletionResult]::new($parts[0], $parts[0], 'ParameterValue', $about)
  }
}`,
}
