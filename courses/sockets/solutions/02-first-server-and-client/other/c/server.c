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
    listen(server, 5);
    for (;;) {
        int client = accept(server, NULL, NULL);
        if (client < 0) continue;
        char name[512];
        ssize_t length = recv(client, name, sizeof name - 1, 0);
        if (length > 0) {
            name[length] = '\0';
            name[strcspn(name, "\r\n")] = '\0';
            char answer[600];
            int size = snprintf(answer, sizeof answer, "Hello, %s!\n", name);
            send(client, answer, (size_t)size, 0);
        }
        close(client);
    }
}
