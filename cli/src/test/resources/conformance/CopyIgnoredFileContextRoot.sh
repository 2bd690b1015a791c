echo x >foo
printf '**\n!foo\n' >.dockerignore
dockerfile <<'E'
FROM scratch
COPY . /
E
code=0
cooper build --progress plain . >"$OUT/log" 2>&1 || code=$?
unsaid CopyIgnoredFile
