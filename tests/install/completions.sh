# Completions in the shells themselves.

# What bash offers for a line of words; the last is the one being typed.
_bash_offers() { # WORD...
    "$WINNOW" --completions bash > winnow.bash
    bash -c 'source ./winnow.bash
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _winnow
        printf "%s\n" "${COMPREPLY[@]}"' bash "$@" > offered
}

_offers() { # WORD...
    for word; do
        grep -qxF -e "$word" offered || { echo "\"$word\" is not offered:"; cat offered; return 1; }
    done
}

_offers_not() { # WORD
    ! grep -xF -e "$1" offered || { echo "\"$1\" is offered"; return 1; }
}

bash_completes_commands_options_values_and_files() {
    touch article.txt
    mkdir articles
    _bash_offers winnow l && _offers lint
    _bash_offers winnow '' && _offers filter lint restore article.txt
    _bash_offers winnow --le && _offers --level && _offers_not --lang
    _bash_offers winnow lint --le && _offers_not --level
    _bash_offers winnow lint --st && _offers --strict
    _bash_offers winnow --level '' && _offers 1 2 3 && _offers_not article.txt
    _bash_offers winnow --level = && _offers 1 2 3
    _bash_offers winnow --stats = j && _offers json
    _bash_offers winnow --stats '' && _offers article.txt && _offers_not json
    _bash_offers winnow -f j && _offers jsonl && _offers_not text
    _bash_offers winnow -p ne && _offers news
    _bash_offers winnow --out-dir art && _offers articles && _offers_not article.txt
    _bash_offers winnow test art && _offers article.txt
    _bash_offers winnow -o x lint && _offers_not lint
}

bash_itself_takes_the_completion() {
    "$WINNOW" --completions bash > winnow.bash
    bash -c 'source ./winnow.bash && complete -p winnow' > out
    _has out '-F _winnow winnow'
}

every_option_is_completed_for_its_command() {
    "$WINNOW" --completions bash > winnow.bash
    for command in $(_commands); do
        "$WINNOW" "$command" --help | grep -oE -e '^ .{5}--[a-z-]+' | grep -oE -e '--[a-z-]+' > options
        [ "$(wc -l < options)" -ge 3 ]
        _bash_offers winnow "$command" --
        grep -e -- offered > found
        _same <(LC_ALL=C sort options) <(LC_ALL=C sort found) || return 1
    done
}

fish_completes_commands_options_values_and_files() {
    command -v fish > /dev/null || { echo 'skipped: fish is not here'; return; }
    "$WINNOW" --completions fish > winnow.fish
    mkdir home articles
    touch article.txt
    export HOME=$PWD/home
    _fish_offers() { fish --no-config -c 'source winnow.fish; complete -C $argv[1]' "$1" | cut -f1 > offered; }
    _fish_offers 'winnow li' && _offers lint
    _fish_offers 'winnow --le' && _offers --level && _offers_not --lang
    _fish_offers 'winnow lint --le' && _offers_not --level
    _fish_offers 'winnow --level ' && _offers 1 2 3 && _offers_not article.txt
    _fish_offers 'winnow -f ' && _offers text jsonl
    _fish_offers 'winnow -p ne' && _offers news
    _fish_offers 'winnow --out-dir art' && _offers articles/ && _offers_not article.txt
    _fish_offers 'winnow test art' && _offers article.txt
}

zsh_completes_commands_options_values_and_files() {
    command -v zsh > /dev/null || { echo 'skipped: zsh is not here'; return; }
    mkdir functions
    "$WINNOW" --completions zsh > functions/_winnow
    zsh -n functions/_winnow
    touch article.txt
    python3 "$ROOT/tests/install/press_tab.py" \
        'winnow lin' 'winnow lint ' \
        'winnow --leve' 'winnow --level=' \
        'winnow test --cov' 'winnow test --coverage ' \
        'winnow --on-error st' 'winnow --on-error stop ' \
        'winnow --stats=' 'winnow --stats=json ' \
        'winnow -p stric' 'winnow -p strict ' \
        'winnow explain artic' 'winnow explain article.txt '
}
