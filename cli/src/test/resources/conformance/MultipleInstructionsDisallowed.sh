dockerfile <<'E'
FROM scratch
ENTRYPOINT ["/a"]
ENTRYPOINT ["/b"]
COPY Dockerfile /
E
build
said MultipleInstructionsDisallowed
dockerfile <<'E'
FROM scratch AS a
CMD ["/a"]
FROM scratch
CMD ["/b"]
COPY Dockerfile /
E
build
unsaid MultipleInstructionsDisallowed
