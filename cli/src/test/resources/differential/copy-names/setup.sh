mkdir n; cd n; for f in 'a b' 'c[d]' 'e*' 'f?g' 'h\i' "j'k" 'l"m' '$n' '#o' '-p' 'ümläut' '日本' '.q' '..r'; do echo "$f" > "./$f"; done
