#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(5520)};
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(server, (struct sockaddr *)&address, sizeof address) < 0) {
        perror("bind");
        return 1;
    }

    // 1. Let clients connect: listen(server, 5)
    // 2. For ever: accept a client, receive its name, send the answer, close.
    return 0;
}
