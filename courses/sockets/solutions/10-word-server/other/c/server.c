#include <arpa/inet.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// In UTF-8, the bytes 80 to bf go on with a character; all others begin one.
static int begins(char byte) { return ((unsigned char)byte & 0xc0) != 0x80; }

static void *serve(void *argument) {
    int client = (int)(intptr_t)argument;
    char word[512];
    ssize_t length = recv(client, word, sizeof word - 1, 0);
    if (length > 0) {
        word[length] = '\0';
        word[strcspn(word, "\r\n")] = '\0';
        int characters = 0;
        for (char *at = word; *at != '\0'; at++) characters += begins(*at);
        int first = 1;
        while (word[first] != '\0' && !begins(word[first])) first++;
        char answer[64];
        int size = snprintf(answer, sizeof answer, "%d %.*s\n", characters, first, word);
        if (characters > 0) send(client, answer, (size_t)size, 0);
    }
    close(client);
    return NULL;
}

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
        pthread_t thread;
        pthread_create(&thread, NULL, serve, (void *)(intptr_t)client);
        pthread_detach(thread);
    }
}
