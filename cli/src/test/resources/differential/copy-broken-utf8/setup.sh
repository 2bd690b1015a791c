mkdir n; printf x > "n/$(printf 'caf\351')"; printf y > "n/$(printf '\377\376')"
