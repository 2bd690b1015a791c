dockerfile <<'E'
FROM localhost/base:1
CMD ["test"]
SHELL ["ls"]
CMD -l $x
ENTRYPOINT my entrypoint
E
build -t x
same '["ls","-l $x"]' "$(inspect '{{json .Config.Cmd}}')"
same '["ls","my entrypoint"]' "$(inspect '{{json .Config.Entrypoint}}')"
