echo no archive > fake.tar.gz; echo neither > text.tar
