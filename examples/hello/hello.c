#include <stdio.h>
#include <sys/utsname.h>

int main(int argc, char **argv) {
    struct utsname host;
    uname(&host);
    printf("Hello, %s, from an image built by Cooper (%s).\n", argc > 1 ? argv[1] : "world",
           host.machine);
    return 0;
}
