export COOPER_HOME="$OUT/home"
cooper load -i "$BASE" >/dev/null
dockerfile <<'E'
FROM localhost/base:1
RUN echo x > /x
E
build -t x
find "$COOPER_HOME" -type d | sort >"$OUT/1"
build -t x
build -t x
find "$COOPER_HOME" -type d | sort >"$OUT/2"
diff "$OUT/1" "$OUT/2"
