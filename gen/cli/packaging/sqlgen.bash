# Completion of sqlgen for bash. The tool itself says what may come next.

_sqlgen() {
	local index word rest part joins= words=()

	# Bash parts words at '='; these are as they were typed.
	for ((index = 1; index <= COMP_CWORD; index++)); do
		word=${COMP_WORDS[index]}
		if [[ ${#words[@]} -gt 0 && ( $word == '=' || -n $joins ) ]]; then
			words[${#words[@]} - 1]+=$word
			joins=
			[[ $word != '=' ]] || joins=yes
		else
			words+=("$word")
		fi
	done
	part=${words[${#words[@]} - 1]}
	[[ $part != --*=* ]] || part=${part#*=}

	COMPREPLY=()
	while IFS=$'\t' read -r word rest; do
		case $word in
		:files | :directories)
			compopt -o filenames 2>/dev/null
			[[ $word == :files ]] && index=-f || index=-d
			while IFS= read -r word; do
				COMPREPLY+=("$word")
			done < <(compgen "$index" -- "$part")
			;;
		*) COMPREPLY+=("$word") ;;
		esac
	done < <("${1/#\~/$HOME}" complete "${words[@]}" 2>/dev/null)
}

complete -F _sqlgen sqlgen
