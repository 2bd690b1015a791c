mkdir t; echo 1 > t/a; touch -d @1234567890.123456789 t/a; ln -s a t/l; touch -h -d @1111111111 t/l; touch -d @1222222222 t
