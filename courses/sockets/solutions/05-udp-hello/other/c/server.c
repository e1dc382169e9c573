#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(5550)};
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    int server = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(server, (struct sockaddr *)&address, sizeof address) < 0) {
        perror("bind");
        return 1;
    }
    for (;;) {
        char name[512];
        struct sockaddr_in client;
        socklen_t size = sizeof client;
        ssize_t length = recvfrom(server, name, sizeof name, 0, (struct sockaddr *)&client, &size);
        if (length < 0) continue;
        char answer[600];
        int count = snprintf(answer, sizeof answer, "Hello, %.*s!", (int)length, name);
        sendto(server, answer, (size_t)count, 0, (struct sockaddr *)&client, size);
    }
}
