// expect: blocked-on-first-client
// check: quiet
#include <arpa/inet.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
  int s = socket(AF_INET, SOCK_STREAM, 0);
  at.sin_addr.s_addr = inet_addr("127.0.0.1");
  bind(s, (struct sockaddr *)&at, sizeof at);
  listen(s, 5);
  for (;;) {
    char data[100];
    ssize_t n;
    int c = accept(s, NULL, NULL);
    while ((n = read(c, data, sizeof data)) > 0) write(c, data, n);
    close(c);
  }
}
