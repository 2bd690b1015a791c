mkdir -p t/in; echo n > "t/in/new
line"; echo b > t/in/back\\slash; tar --owner=0 --group=0 --mtime=@1500000000 -C t -cf x.tar in; rm -r t
