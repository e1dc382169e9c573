// expect: address-in-use
// check: held
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
  int s = socket(AF_INET, SOCK_STREAM, 0);
  at.sin_addr.s_addr = inet_addr("127.0.0.1");
  if (bind(s, (struct sockaddr *)&at, sizeof at) < 0) {
    perror("bind");
    return 1;
  }
  return listen(s, 5);
}
