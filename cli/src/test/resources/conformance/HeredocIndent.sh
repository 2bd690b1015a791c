printf '%s\n' 'FROM localhost/base:1' 'COPY <<EOF /plain' '	tab' 'EOF' 'COPY <<-EOF /strip' '	tab' '	  spaces' '	EOF' 'RUN <<-EOF' '	echo from run > /fromrun' '	EOF' 'RUN cat <<-A > /a' '	x' '	A' >Dockerfile
result
same "$(printf '\ttab')" "$(cat "$OUT/fs/plain")"
same "tab
  spaces" "$(cat "$OUT/fs/strip")"
same "from run" "$(cat "$OUT/fs/fromrun")"
content x a
