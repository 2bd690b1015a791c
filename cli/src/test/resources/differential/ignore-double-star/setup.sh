mkdir -p x/y/z; for f in x/1.log x/y/2.log x/y/z/3.log keep.log top.log x/keep.log x/y/k.md; do echo $f > $f; done
