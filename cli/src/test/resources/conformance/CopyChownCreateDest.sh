echo x >foo
dockerfile <<'E'
FROM localhost/base:1
USER app
COPY --chown=app:app foo /dest/deep/foo
ENV owner=app
COPY --chown=${owner} . /dest2
RUN stat -c '%U:%G' /dest /dest/deep /dest/deep/foo /dest2 /dest2/foo > /tmp/st
E
result
same "app:app app:app app:app app:app app:app" "$(tr '\n' ' ' <"$OUT/fs/tmp/st" | sed 's/ $//')"
