echo 1 > 'a b'; echo 2 > 'dollar$'; echo 3 > ./-p; echo 4 > 'h#1'; echo 5 > ümläut
