mkdir o; echo x > o/f; chown -R 1234:5678 o
