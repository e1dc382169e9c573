#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(5600)};
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
        // 1. Hand client to a thread of its own (pthread_create), and accept the next one at once.
        // 2. In the thread: receive a word, send its length and its first character, close.
        char word[512];
        ssize_t length = recv(client, word, sizeof word, 0);
        if (length > 0) send(client, word, (size_t)length, 0);
        close(client);
    }
}
