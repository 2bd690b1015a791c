echo x >foo
dockerfile <<'E'
FROM localhost/base:1
COPY --chmod=0644 foo /a
COPY --chmod=755 foo /b
COPY --chmod=0413 foo /c
ARG mode=755
COPY --chmod=${mode} foo /d
RUN stat -c %a /a /b /c /d > /st
E
result
same "644 755 413 755" "$(tr '\n' ' ' <"$OUT/fs/st" | sed 's/ $//')"
