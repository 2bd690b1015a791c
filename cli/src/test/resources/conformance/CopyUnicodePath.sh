mkdir 'test-äöü' && echo foo-contents >'test-äöü/foo' && echo bar >'test-äöü/日本'
dockerfile <<'E'
FROM scratch
COPY test-äöü/foo /
COPY test-äöü /sub
E
result
content foo-contents foo
content bar sub/日本
