echo x >foo
echo y >bar
printf 'bar\n' >.dockerignore
dockerfile <<'E'
FROM scratch
COPY foo ba[r] /
COPY bar /
E
code=0
cooper build --progress plain . >"$OUT/log" 2>&1 || code=$?
same 1 "$code"
# the error says what the warning of the suite says
said 'the ignore file excludes it'
said bar
dockerfile <<'E'
FROM scratch
COPY foo /
E
build
unsaid CopyIgnoredFile
