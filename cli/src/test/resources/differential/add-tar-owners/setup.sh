mkdir -p t/in; echo f > t/in/f; tar --sort=name --owner=77 --group=88 --numeric-owner --mtime=@1500000000 -C t -cf x.tar in
