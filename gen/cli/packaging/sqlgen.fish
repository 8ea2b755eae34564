# Completion of sqlgen for fish. The tool itself says what may come next.

function __sqlgen_complete
	set -l words (commandline -opc)
	set -l tool $words[1]
	set -l current (commandline -ct)
	set -l front (string match -r -- '^--[^=]*=' "$current")
	set -l part (string replace -r -- '^--[^=]*=' '' "$current")

	set -e words[1]
	for line in ($tool complete $words "$current" 2>/dev/null)
		switch $line
			case ':files'
				string replace -r -- '^' "$front" (__fish_complete_path "$part")
			case ':directories'
				string replace -r -- '^' "$front" (__fish_complete_directories "$part" '')
			case '*'
				echo -- "$front$line"
		end
	end
end

complete -c sqlgen -f -a '(__sqlgen_complete)'
