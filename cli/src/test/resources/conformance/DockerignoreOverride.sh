for f in foo bar; do echo $f >$f; done
echo foo >.dockerignore
echo bar >Other.dockerignore
printf 'FROM scratch\nCOPY . .\n' >Dockerfile
cp Dockerfile Other
result
absent foo
content bar bar
result -f Other
absent bar
content foo foo
